"""What has happened to an order and does not stand on the timeline yet.

Shops tell how an order stands, twice, late and in any order. Each milestone is told once, whichever message brought it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from regulars.commerce import events
from regulars.commerce.models import Dispute, Order, Payment
from regulars.customers.actor import Actor
from regulars.customers.events import Event
from regulars.customers.models import TimelineEvent
from regulars.customers.timeline import backfill, record
from regulars.lib.gathering import gathered
from regulars.lib.money import major

CANCELLED, REFUND, ASKED, BACK = "cancelled", "refund ", "asked ", "back "


class Milestone(NamedTuple):
    word: str  # what it is remembered by
    event: Event
    at: datetime | None


def tell(order: Order, *, is_history: bool = False, since: datetime | None = None) -> None:
    """Write what is new on the customer's timeline. History has no reactions: all of it, or what was before `since`.

    Tests, and orders of nobody, are not told of. What stands there is noted in `told`, for the caller to save.
    """
    if order.is_test or order.customer is None:
        return
    _resume(order, is_history=is_history)
    _restore(order, is_history=is_history)
    _extend(order, is_history=is_history)
    fresh = [each for each in _milestones(order) if each.word not in order.told]
    if not fresh:
        return
    by, now = _teller(order), timezone.now()
    old = [each for each in fresh if is_history or (since and each.at and each.at < since)]
    backfill([(each.event, order.customer, min(each.at or now, now)) for each in old], by=by)
    with gathered():
        for each in fresh:
            if each not in old:
                record(each.event, customer=order.customer, by=by, at=min(each.at or now, now))
    order.told = [*order.told, *(each.word for each in fresh)]


def _resume(order: Order, *, is_history: bool) -> None:
    """What was cancelled and goes on may be cancelled once more: that is told again."""
    if CANCELLED in order.told and not order.cancelled_at:
        order.told = [each for each in order.told if each != CANCELLED]
        _tell_now(order, events.OrderResumed(order=order.pk, number=order.number), is_history=is_history)


def _restore(order: Order, *, is_history: bool) -> None:
    """A refund that was told of, and is none any more, failed at the bank."""
    there = {f"{REFUND}{each.pk}" for each in order.refunds.all()}
    for word in [each for each in order.told if each.startswith(REFUND) and each not in there]:
        order.told = [each for each in order.told if each != word]
        number = int(word.removeprefix(REFUND))
        event = events.RefundFailed(order=order.pk, number=order.number, refund=number)
        _tell_now(order, event, is_history=is_history)


def _extend(order: Order, *, is_history: bool) -> None:
    """It is paid, and more is asked for it than when we last looked, beyond the money that has gone back since."""
    if order.paid not in Order.SETTLED or order.cancelled_at:
        return
    asked, back = _noted(order, ASKED), _noted(order, BACK)
    asked = _asked_first(order) if asked is None else asked
    more = order.total - asked - max(order.refunded - (order.refunded if back is None else back), 0)
    if more > 0:
        grown = _amount(more, order.currency)
        _tell_now(order, events.OrderExtended(order=order.pk, number=order.number, **grown), is_history=is_history)
    others = [each for each in order.told if not each.startswith((ASKED, BACK))]
    order.told = [*others, f"{ASKED}{order.total}", f"{BACK}{order.refunded}"]


def _noted(order: Order, word: str) -> int | None:
    return next((int(each.removeprefix(word)) for each in order.told if each.startswith(word)), None)


def _asked_first(order: Order) -> int:
    """What was asked for it when it was told that it is paid, where that is not noted: until lately it was not."""
    if "paid" not in order.told:
        return order.total
    paid = TimelineEvent.objects.filter(customer=order.customer, kind="order.paid", facts__order=order.pk)
    return paid.values_list("facts__units", flat=True).first() or order.total


def _tell_now(order: Order, event: Event, *, is_history: bool) -> None:
    by, now = _teller(order), timezone.now()
    if is_history:
        backfill([(event, order.customer, now)], by=by)
    else:
        record(event, customer=order.customer, by=by, at=now)


def _teller(order: Order) -> Actor:
    return Actor("system", name=order.shop.name)


def _milestones(order: Order) -> Iterator[Milestone]:
    about = {"order": order.pk, "number": order.number}
    everything = about | _amount(order.total, order.currency)
    items = sum(line.quantity for line in order.lines.all())
    yield Milestone("placed", events.OrderPlaced(**everything, items=items), order.placed_at)
    if order.paid in Order.SETTLED:
        how = {"shop": order.shop.name, "paid_by": paid_by(order)}
        yield Milestone("paid", events.OrderPaid(**everything, **how), order.paid_at)
    if order.shipped != Order.Shipped.NOT_YET:
        carrier = next((each.carrier for each in order.shipments.all() if each.carrier), "")
        yield Milestone("shipped", events.OrderShipped(**about, carrier=carrier), order.shipped_at)
    if order.delivered_at:
        yield Milestone("delivered", events.OrderDelivered(**about), order.delivered_at)
    if order.cancelled_at:
        yield Milestone(CANCELLED, events.OrderCancelled(**about, reason=order.cancel_reason), order.cancelled_at)
    yield from _refunds(order, about)
    yield from _disputes(order, about)


def paid_by(order: Order) -> str:
    done = {each.way for each in order.payments.all() if each.state == Payment.State.DONE}
    return ", ".join(sorted(filter(None, done)))


def _refunds(order: Order, about: dict[str, object]) -> Iterator[Milestone]:
    gone = 0
    for each in order.refunds.all():
        is_taken_off = not each.amount and order.paid not in Order.SETTLED  # before anybody paid
        if each.is_pending or is_taken_off:
            continue
        gone += each.amount
        facts = about | _amount(each.amount, order.currency)
        event = events.OrderRefunded(**facts, refund=each.pk, is_whole=gone >= order.total > 0)
        yield Milestone(f"{REFUND}{each.pk}", event, each.at)


def _disputes(order: Order, about: dict[str, object]) -> Iterator[Milestone]:
    for each in order.disputes.all():
        facts = about | _amount(each.amount, each.currency) | {"dispute": each.pk}
        yield Milestone(f"dispute {each.pk}", events.OrderDisputed(**facts, reason=each.reason), each.at)
        if each.state != Dispute.State.OPEN:
            yield Milestone(f"decided {each.pk}", events.DisputeClosed(**facts, outcome=each.state), each.closed_at)


def _amount(amount: int, currency: str) -> dict[str, object]:
    return {"amount": float(major(amount, currency)), "units": amount, "currency": currency}
