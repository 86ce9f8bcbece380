"""The friend's purchase: whether it is the one that counts, and what follows."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM
from regulars.loyalty.periods import later
from regulars.referrals.judging import against
from regulars.referrals.models import Referral
from regulars.referrals.promising import promised
from regulars.referrals.signs import goods_of, verdict, weigh
from regulars.referrals.telling import tell_bought, tell_flagged, tell_voided

State = Referral.State


def qualify(referral: Referral, order: Order, *, at: datetime) -> None:
    """Take the order as the one that counts, if it does: new, paid, enough, and in time. The referral is held."""
    if referral.state != State.JOINED or not _is_enough(referral, order) or order.placed_at < referral.created_at:
        return
    if why := against(referral.link, referral.friend, since=referral.created_at, of=referral):
        refuse(referral, why, at=at)
        return
    referral.order, referral.bought_at = order, order.paid_at or at
    zone = referral.giver.programme.clock.zone
    referral.approve_at = later(referral.bought_at, promised(referral).wait_days, "day", zone)
    tell_bought(referral, at=at)
    judge(referral, at=at)


def judge(referral: Referral, *, at: datetime) -> None:
    """Weigh what speaks against it: it waits for its day, for somebody to look, or is void."""
    weigh(referral)
    state = verdict(referral)
    if state == State.VOID:
        refuse(referral, Referral.Why.SIGNS, at=at)
        return
    is_news = state == State.FLAGGED and referral.state != State.FLAGGED
    referral.state = state
    referral.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('referrals', '')")  # its day may have come already
    if is_news:
        tell_flagged(referral, at=at)


def refuse(referral: Referral, why: str, *, at: datetime) -> None:
    """It does not count: nothing was given for it yet."""
    referral.state, referral.why, referral.decided_at = State.VOID, why, at
    referral.save()
    tell_voided(referral, by=SYSTEM, at=at)


def _is_enough(referral: Referral, order: Order) -> bool:
    least, programme = promised(referral).least_order, referral.giver.programme
    is_ours = order.currency == programme.currency and not order.is_test
    return is_ours and goods_of(order) >= max(least, 1) and is_there(order)


def is_there(order: Order) -> bool:
    """Paid, and neither cancelled nor gone."""
    return order.paid_at is not None and order.cancelled_at is None and order.deleted_at is None


def still_counts(referral: Referral) -> str:
    """Why the purchase counts no more; nothing while it does."""
    order = referral.order
    if order is None or order.cancelled_at or order.deleted_at:
        return Referral.Why.CANCELLED
    return "" if _is_enough(referral, order) else Referral.Why.REFUNDED
