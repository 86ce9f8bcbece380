from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.rewards.actions.cancel import cancel
from regulars.rewards.models import Claim, Goodwill, Suggestion
from regulars.team.models import AuditEntry


def forget_claims(people: Collection[int]) -> None:
    """Forget where rewards of these customers were sent, what somebody wrote about them, and what we thought they might like.

    That there were rewards stays, for the figures; what was still to be sent is cancelled, for nobody knows where to. A part of erasing
    customers, within its transaction.
    """
    Suggestion.objects.filter(customer__in=people).delete()
    claims = Claim.objects.filter(customer__in=people)
    for each in claims.filter(state=Claim.State.ORDERED).order_by("reward", "pk"):
        cancel(each, by=SYSTEM)
    claims.update(address="", tracking="", reason="", reference="", cell="")
    gifts = Goodwill.objects.filter(customer__in=people)
    AuditEntry.objects.filter(object__in=[f"goodwill:{each}" for each in gifts.values_list("pk", flat=True)]).update(
        before={}, after={}
    )
    gifts.update(reason="", answer="")
    # Nobody can agree to it any more, and what waits takes of a budget.
    gifts.filter(state=Goodwill.State.WAITING).update(state=Goodwill.State.DECLINED, decided_at=timezone.now())
