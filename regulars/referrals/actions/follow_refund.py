from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.commerce.events import OrderEvent
from regulars.commerce.models import Dispute
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.referrals.models import Referral
from regulars.referrals.paying import unpay
from regulars.referrals.qualifying import judge, refuse, still_counts

State, Why = Referral.State, Referral.Why


@again_after_a_deadlock
@transaction.atomic
def follow_refund(event: OrderEvent, *, customer: Customer) -> None:
    """A purchase that counts for a referral was refunded, cancelled or disputed. What is left of it may still be enough.

    Before both got their points it does not count; afterwards these are taken back. Harmless twice.
    """
    about = Referral.objects.filter(order=event.order, state__in=[State.PENDING, State.FLAGGED, State.APPROVED])
    for referral in about.order_by("pk").held():
        why, at = _why(referral), timezone.now()
        if why and referral.state == State.APPROVED:
            unpay(referral, why, by=SYSTEM, at=at)
        elif why:
            refuse(referral, why, at=at)
        elif referral.state != State.APPROVED:
            judge(referral, at=at)


def _why(referral: Referral) -> str:
    lost = Dispute.objects.filter(order=referral.order_id, state=Dispute.State.LOST)
    return Why.REFUNDED if lost.exists() else still_counts(referral)
