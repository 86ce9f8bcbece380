from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from regulars.routing.models import QueueRules, RoutingDecision

BATCH = 1000


def forget_decisions() -> int:
    """Delete some decisions that are older than they are kept: the oldest. Who got what stays on the timelines. Returns how many.

    That somebody who still waits was passed on is kept: it happens once in a wait.
    """
    old = RoutingDecision.objects.filter(at__lt=Now() - timedelta(days=QueueRules.current().kept_days))
    needed = Q(kind=RoutingDecision.Kind.OVERFLOWED, at__gte=F("conversation__waiting_since"))
    some = old.exclude(needed).order_by("at").values("pk")[:BATCH]
    return RoutingDecision.objects.filter(pk__in=some).delete()[0]
