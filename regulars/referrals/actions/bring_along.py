from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.commerce.models import Order
from regulars.customers.actor import By
from regulars.lib.refusal import refusal
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account
from regulars.referrals.finding import came_by
from regulars.referrals.judging import against, is_late
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.promising import promise
from regulars.referrals.qualifying import qualify
from regulars.referrals.telling import tell_joined
from regulars.referrals.traces import NONE, Traces

Why = Referral.Why
_REFUSED = {
    Why.SELF: lambda: _("This is your own code."),
    Why.CIRCLE: lambda: _("You brought them along, so they cannot bring you."),
    Why.LEFT: lambda: _("This code does not count any more."),
    Why.NOT_NEW: lambda: _("This is for those who have not bought here before."),
}


@transaction.atomic
def bring_along(
    friend: Account, *, by: By, code: str = "", seen: Traces = NONE, at: datetime | None = None
) -> Referral | None:
    """Write down who sent this member: by the code that they typed, or else by the link their browser saw first, or an invitation.

    Whoever came first stays, for good. Without a code nothing is refused: None when nobody sent them, or nobody who may.
    Raises ValidationError("code").
    """
    now = at or timezone.now()
    friend = Account.objects.select_related("programme").get(pk=survivor_of(friend.pk))
    _one_at_a_time(friend.programme_id)
    found, wrong = _found(friend, code, seen, now)
    if wrong and code:
        raise refusal("code", wrong)
    if wrong or found is None:
        return None
    referral = _kept(found, friend, seen, now)
    tell_joined(referral, by=by, at=now)
    bought = Order.objects.counted().filter(customer=friend.customer_id, paid_at__isnull=False)
    for order in bought.order_by("placed_at", "pk"):
        qualify(referral, order, at=now)
    return referral


def _found(friend: Account, code: str, seen: Traces, now: datetime) -> tuple[Referral | None, str]:
    """The referral, or why there is none."""
    scheme = Scheme.objects.filter(programme=friend.programme_id, is_open=True).first()
    if scheme is None:
        return None, _("Nobody can be brought along here.")
    before = Referral.objects.of_friend(friend.customer_id)
    if before.filter(link__account__programme=friend.programme_id).exists():
        return None, _("Somebody has sent you already.")
    if is_late(friend, scheme, now):
        return None, _("You have been a member for too long for that.")
    found = came_by(friend, scheme, code=code, seen=seen, at=now)
    if found is None:
        return None, _("There is no such code.")
    since = min(friend.joined_at, found.created_at)
    why = against(found.link, friend, since=since)
    return found, str(_REFUSED[Why(why)]()) if why else ""


def _kept(found: Referral, friend: Account, seen: Traces, now: datetime) -> Referral:
    found.friend, found.state, found.joined_at = friend, Referral.State.JOINED, now
    found.promised, found.address_hash = promise(friend.programme.scheme), ""
    found.created_at = min(found.created_at, friend.joined_at)
    for kind, trace in seen._asdict().items():
        setattr(found, kind, trace)
    found.save()
    return found


def _one_at_a_time(programme: int) -> None:
    """Two who bring each other along at once, and circles of more, are seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('referrals.bring_along'), %s)", [programme])
