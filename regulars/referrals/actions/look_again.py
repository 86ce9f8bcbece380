from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMerged, CustomerUnmerged
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.referrals.judging import against
from regulars.referrals.models import Referral
from regulars.referrals.paying import unpay
from regulars.referrals.qualifying import refuse
from regulars.referrals.telling import tell_flagged

State, Why = Referral.State, Referral.Why
BY_MERGE = (Why.SELF, Why.CIRCLE, Why.TWICE, Why.NOT_NEW)


@again_after_a_deadlock
@transaction.atomic
def look_again(event: CustomerMerged | CustomerUnmerged, *, customer: Customer) -> None:
    """Two customers are one person, or are two after all: nobody brings themselves along, or comes twice. Harmless twice.

    What a merge made void, and would not be now, is looked at by somebody: points that were taken back stay so.
    """
    people = {customer.pk, survivor_of(customer.pk), getattr(event, "other", customer.pk)}
    theirs = Referral.objects.filter(Q(friend__customer__in=people) | Q(link__account__customer__in=people))
    held = theirs.filter(Referral.FRIENDS).order_by("joined_at", "pk").held()
    came: set[tuple[int, int]] = set()
    for referral in held:
        key = (referral.friend.customer_id, referral.giver.programme_id)
        why = Why.TWICE if key in came else _why(referral)
        if not why:
            came.add(key)
        _follow(referral, why)


def _why(referral: Referral) -> str:
    why = against(referral.link, referral.friend, since=referral.created_at, of=referral)
    return why if why in BY_MERGE else ""


def _follow(referral: Referral, why: str) -> None:
    at = timezone.now()
    if why and referral.state == State.APPROVED:
        unpay(referral, why, by=SYSTEM, at=at)
    elif why and referral.state in Referral.OPEN:
        refuse(referral, why, at=at)
    elif not why and referral.state == State.VOID and referral.why in BY_MERGE:
        referral.state, referral.why, referral.decided_at = State.FLAGGED if referral.order else State.JOINED, "", None
        referral.save()
        if referral.state == State.FLAGGED:
            tell_flagged(referral, at=at)
