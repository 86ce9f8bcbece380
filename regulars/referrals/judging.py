"""Who may be brought along by whom. What is refused here is never a matter of weighing."""

from __future__ import annotations

from datetime import datetime, timedelta

from regulars.commerce.models import Order
from regulars.loyalty.models import Account
from regulars.referrals.models import Link, Referral, Scheme

Why = Referral.Why


def against(link: Link, friend: Account, *, since: datetime, of: Referral | None = None) -> str:
    """Why this friend cannot come by this link; nothing when they can. `since` is when they first heard of us by it.

    `of` is the referral that there is already: only what came before it speaks against it.
    """
    giver = link.account
    if giver.customer_id == friend.customer_id:
        return Why.SELF
    if _leads_to(giver, friend.customer_id, of):
        return Why.CIRCLE
    if link.is_stopped or giver.status != Account.Status.ACTIVE or friend.status != Account.Status.ACTIVE:
        return Why.LEFT
    return Why.NOT_NEW if bought_before(friend, since) else ""


def bought_before(friend: Account, since: datetime) -> bool:
    """Whether they had bought something by then, in any shop, also as history tells that was brought in later."""
    return Order.objects.counted().filter(customer=friend.customer_id, placed_at__lt=since).exists()


def is_late(friend: Account, scheme: Scheme, at: datetime) -> bool:
    """Whether they have been a member for too long to say that somebody sent them."""
    return at > friend.joined_at + timedelta(days=scheme.late_days)


def _leads_to(giver: Account, customer: int, of: Referral | None) -> bool:
    """Whether whoever gives was brought along by this customer, themselves or by way of others."""
    asked, above = {giver.customer_id}, giver.customer_id
    gone = (Referral.State.VOID, Referral.State.TAKEN_BACK)
    standing = Referral.objects.filter(link__account__programme=giver.programme_id).exclude(state__in=gone)
    if of is not None:
        standing = standing.filter(joined_at__lte=of.joined_at).exclude(pk=of.pk)
    while True:
        came = standing.filter(friend__customer=above).order_by("joined_at", "pk")
        found = came.values_list("link__account__customer", flat=True).first()
        if found is None or found in asked:
            return False
        if found == customer:
            return True
        asked.add(found)
        above = found
