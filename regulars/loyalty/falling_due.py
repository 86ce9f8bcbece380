"""What time does to an open book: what is due is done at the instants at which it was due, in its own order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from regulars.customers.actor import SYSTEM, Actor
from regulars.loyalty import tiering
from regulars.loyalty.book import AVAILABLE, EXPIRED, HELD, NEVER, PENDING, Book
from regulars.loyalty.models import Account, Hold, Lot, Operation, Programme
from regulars.loyalty.spans import Span

REVIEW, ACTIVATION, RELEASE, EXPIRY, LAPSE, FORGIVENESS = range(6)  # of what is due at one instant, in this order


def settle(book: Book, until: datetime) -> None:
    """Do what was due, at the instants at which it was due: however late we look, it comes out the same."""
    while due := min(_due(book), default=None, key=lambda each: each[:2]):
        at, _order, act = due
        if at > until:
            break
        act(book, at)


def next_due(book: Book) -> datetime | None:
    return min((at for at, _order, _act in _due(book)), default=None)


def _due(book: Book) -> Iterator[tuple[datetime, int, Callable[[Book, datetime], None]]]:
    account, refunds = book.account, book.terms.refunds
    for lot in book.lots:
        ends = lot.expires_at or NEVER
        if lot.pending and lot.activates_at and lot.activates_at < ends:
            yield lot.activates_at, ACTIVATION, _activate
        if lot.expires_at and (lot.pending or lot.available):
            yield lot.expires_at, EXPIRY, _expire
    for hold in book.holds:
        if hold.state == Hold.State.OPEN:
            yield hold.expires_at, RELEASE, _release
    if account.lapses_at and (account.available or account.held):
        yield account.lapses_at, LAPSE, _lapse
    if account.debt and refunds.debt_days:
        yield _forgiven_at(account, book.programme, refunds.debt_days), FORGIVENESS, _forgive
    for at in (account.review_at, account.given_until):
        if at:
            yield at, REVIEW, _review


def _activate(book: Book, at: datetime) -> None:
    due = [
        lot
        for lot in book.lots
        if lot.pending and lot.activates_at and lot.activates_at <= at < (lot.expires_at or NEVER)
    ]
    with book.doing(Operation.Kind.ACTIVATE, amount=sum(lot.pending for lot in due), at=at) as operation:
        for lot in due:
            activate(book, operation, lot, at=at)
    tiering.look(book, at)


def activate(book: Book, operation: Operation, lot: Lot, *, at: datetime) -> None:
    book.move(operation, lot, PENDING, AVAILABLE, lot.pending)
    book.arrive(operation, lot, at=at)


def _expire(book: Book, at: datetime) -> None:
    over = [lot for lot in book.lots if lot.expires_at and lot.expires_at <= at and (lot.pending or lot.available)]
    with book.doing(Operation.Kind.EXPIRE, amount=sum(lot.pending + lot.available for lot in over), at=at) as operation:
        for lot in over:
            book.move(operation, lot, PENDING, EXPIRED, lot.pending)
            book.move(operation, lot, AVAILABLE, EXPIRED, lot.available)
    tiering.look(book, at)


def _lapse(book: Book, at: datetime) -> None:
    """What is reserved stays so, and is over when it comes back."""
    for lot in book.lots:
        if (lot.available or lot.held) and (lot.expires_at or NEVER) > at:
            lot.expires_at = at
            book.touch(lot)
    book.account.lapses_at = None
    if book.account.available:
        _expire(book, at)


def _release(book: Book, at: datetime) -> None:
    for hold in book.holds:
        if hold.state == Hold.State.OPEN and hold.expires_at <= at:
            release(book, hold, hold.amount, at=at)
            hold.end(Hold.State.RELEASED)


def release(book: Book, hold: Hold, amount: int, *, at: datetime, by: Actor = SYSTEM, **facts: Any) -> Operation:
    """So much of what was reserved goes back to where it came from: the last first."""
    with book.doing(Operation.Kind.RELEASE, amount=amount, at=at, by=by, of_id=hold.operation_id, **facts) as operation:
        for lot, part in reversed(book.allocations[hold.pk]):
            back = min(amount, part)
            book.come_back(operation, lot, HELD, back, at=at)
            amount -= back
    tiering.look(book, at)
    return operation


def _forgive(book: Book, at: datetime) -> None:
    debt = book.account.debt
    with book.doing(Operation.Kind.FORGIVE, amount=debt, at=at) as operation:
        book.owe(operation, -debt, at=at)
    tiering.look(book, at)


def _review(book: Book, at: datetime) -> None:
    tiering.review(book, at)
    book.account.clock = at


def _forgiven_at(account: Account, programme: Programme, days: int) -> datetime:
    return Span(count=days, unit="day").after(account.debt_since, programme.clock)
