"""By whom somebody was sent: what they typed, or else the link that their browser saw first, or else who told of them first."""

from __future__ import annotations

from datetime import datetime, timedelta

from regulars.customers.models import Identity
from regulars.loyalty.models import Account
from regulars.referrals.models import Link, Referral, Scheme
from regulars.referrals.traces import Traces, hashed

CameBy = Referral.CameBy


def link_of(code: str) -> Link | None:
    """However it was typed: capitals or not, with spaces or dashes."""
    plain = "".join(each for each in code.upper() if each.isalnum())
    return Link.objects.select_related("account__programme").filter(code=plain).first() if plain else None


def came_by(friend: Account, scheme: Scheme, *, code: str, seen: Traces, at: datetime) -> Referral | None:
    """The referral that becomes this friend's, not saved: one that waited for them, or a new one."""
    if code:
        link = link_of(code)
        is_here = link is not None and link.account.programme_id == friend.programme_id
        return _of_browser(link, seen) or Referral(link=link, came_by=CameBy.CODE) if link and is_here else None
    waiting = Referral.objects.select_related("link__account").filter(
        link__account__programme=friend.programme_id, created_at__gt=at - timedelta(days=scheme.buy_days)
    )
    looked = waiting.filter(browser=seen.browser).order_by("created_at", "pk").first() if seen.browser else None
    if looked:  # somebody else at this browser may have come by it already
        is_free = looked.state == Referral.State.CLICKED
        found = looked if is_free else Referral(link=looked.link, created_at=looked.created_at)
        found.came_by = CameBy.LINK
        return found
    told = waiting.filter(state=Referral.State.INVITED, address_hash__in=_addresses(friend)).order_by("pk").first()
    if told:
        told.came_by = CameBy.INVITATION
    return told


def _of_browser(link: Link, seen: Traces) -> Referral | None:
    looked = Referral.objects.filter(link=link, state=Referral.State.CLICKED, browser=seen.browser)
    found = looked.select_related("link__account").first() if seen.browser else None
    if found:
        found.came_by = CameBy.CODE
    return found


def _addresses(friend: Account) -> list[str]:
    theirs = Identity.objects.filter(customer=friend.customer_id, kind="email").values_list("value", flat=True)
    return [hashed("address", each) for each in theirs]
