"""Letters of our own accord, as lists and in numbers."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from regulars.customers.models import Identity
from regulars.outreach.models import Sending

LATELY = timedelta(days=30)


def found(*, state: str = "", topic: str = "", q: str = "", before: int | None = None) -> QuerySet[Sending]:
    """The newest first, in one state, about one topic, to whoever has this name or address; after the one `before`."""
    several = Sending.objects.select_related("customer").order_by("-pk")
    if state in Sending.State.values:
        several = several.filter(state=state)
    if topic:
        several = several.filter(topic=topic)
    if words := q.strip():
        theirs = Identity.objects.filter(value__icontains=words).values("customer")
        several = several.filter(Q(customer__name__icontains=words) | Q(customer__in=theirs))
    return several.filter(pk__lt=before) if before else several


def sums() -> list[tuple[str, str, int]]:
    """Of the last 30 days: so many in each state and for each reason."""
    since = Sending.objects.filter(asked_at__gt=timezone.now() - LATELY)
    counted = since.values_list("state", "why").annotate(number=Count("pk")).order_by("-number")
    states, reasons = dict(Sending.State.choices), dict(Sending.Why.choices)
    return [(str(states[state]), str(reasons.get(why, "")), number) for state, why, number in counted]
