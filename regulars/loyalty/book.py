"""One member's book, open on the table: credits are moved between buckets here.

Nothing here asks the database. `keeping.py` opens books and writes down what was done in them; `falling_due.py` lets time do its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from regulars.customers.actor import SYSTEM, Actor
from regulars.loyalty.models import BUCKETS, Account, Entry, Hold, Lot, Operation, Standing
from regulars.loyalty.spans import Span
from regulars.loyalty.terms import Terms

OUTSIDE, PENDING, AVAILABLE, HELD, SPENT, EXPIRED, REVERSED, DEBT = Entry.Bucket
NAMES = dict(zip(list(Entry.Bucket)[1:7], BUCKETS, strict=True))
NEVER = datetime.max.replace(tzinfo=UTC)


class Posting(NamedTuple):
    """An entry that is to be written."""

    operation: Operation
    lot: Lot | None
    source: int
    target: int
    amount: int


class UsedUp(NamedTuple):
    """What several credits count together, of which nothing is left, and which became active in one period: the first then."""

    activates_at: datetime
    points: int
    spend: int
    orders: int


class Book:
    """`lots` are all that are alive, or none: then time is not asked to do anything. `used_up` are sums of others, for tiers."""

    def __init__(
        self, account: Account, lots: Iterable[Lot] = (), holds: Iterable[Hold] = (), *, is_whole: bool = True
    ) -> None:
        self.account, self.programme = account, account.programme
        self.lots, self.holds, self.is_whole = list(lots), list(holds), is_whole
        self.used_up: list[UsedUp] = []
        self.operations: list[Operation] = []
        self.postings: list[Posting] = []
        self.credited: list[Lot] = []
        self.changed: dict[int, Lot] = {}
        self.standings: list[Standing] = []
        self.stood: list[Standing] = []  # in which tiers before, where years in them count
        self.allocations: dict[int, list[tuple[Lot, int]]] = {}  # of each open hold

    @property
    def terms(self) -> Terms:
        return self.programme.promised

    def now(self, at: datetime) -> datetime:
        """Entries stand in the order of their times: what we hear of late counts from when the last one was made."""
        return max(at, self.account.clock or at)

    @contextmanager
    def doing(self, kind: str, *, amount: int, at: datetime, by: Actor = SYSTEM, **facts: Any) -> Iterator[Operation]:
        """An operation, and what changes by it."""
        account = self.account
        before = account.balance
        done = Operation(
            programme=self.programme,
            account=account,
            kind=kind,
            amount=amount,
            at=at,
            by=str(by),
            version=self.programme.version,
            digest=getattr(facts.get("key"), "digest", ""),
            **{"happened_at": at, **facts},
        )
        self.operations.append(done)
        yield done
        done.balance, done.change = account.balance, account.balance - before
        account.clock = at

    def move(self, operation: Operation, lot: Lot, source: int, target: int, amount: int) -> None:
        if not amount:
            return
        for bucket, sign in ((source, -1), (target, 1)):
            if bucket in NAMES:
                name = NAMES[bucket]
                setattr(lot, name, getattr(lot, name) + sign * amount)
                setattr(self.account, name, getattr(self.account, name) + sign * amount)
        self.touch(lot)
        self.postings.append(Posting(operation, lot, source, target, amount))

    def owe(self, operation: Operation, amount: int, *, at: datetime) -> None:
        """More debt, or less of it."""
        if amount:
            account = self.account
            account.debt += amount
            account.debt_since = (at if amount > 0 else account.debt_since) if account.debt else None
            source, target = (OUTSIDE, DEBT) if amount > 0 else (DEBT, OUTSIDE)
            self.postings.append(Posting(operation, None, source, target, abs(amount)))

    def touch(self, lot: Lot) -> None:
        if lot.pk:
            self.changed[lot.pk] = lot

    def credit(self, operation: Operation, amount: int, target: int, **facts: Any) -> Lot:
        """A new credit."""
        lot = Lot(account=self.account, operation=operation, issued=amount, **facts)
        self.lots.append(lot)
        self.credited.append(lot)
        self.move(operation, lot, OUTSIDE, target, amount)
        return lot

    def arrive(self, operation: Operation, lot: Lot, *, at: datetime) -> None:
        """What may be spent now pays first what is owed, and the clock of an account that does nothing runs."""
        paid = min(self.account.debt, lot.available)
        lot.paid += paid
        self.move(operation, lot, AVAILABLE, SPENT, paid)
        self.owe(operation, -paid, at=at)
        lapses = self.account.lapses_at  # it passed unnoticed when nothing was there
        if lot.available and (not lapses or lapses < at):
            self.keep_alive(at)

    def pay_debt(self, operation: Operation, *, at: datetime) -> None:
        """Nothing may be spent while something is owed."""
        for lot in self.in_turn() if self.account.debt else ():
            self.arrive(operation, lot, at=at)

    def keep_alive(self, at: datetime) -> None:
        if self.terms.inactivity and self.account.tier not in self.terms.tiers.keep_points:
            ends = self.terms.inactivity.after(at, self.programme.clock)
            self.account.lapses_at = ends if ends > at else None  # a day that is named comes once

    def in_turn(self) -> list[Lot]:
        """Credits that may be spent: the first that is over comes first."""
        return sorted((lot for lot in self.lots if lot.available), key=_turn)

    def burn(self, operation: Operation, amount: int, target: int, *, among: Sequence[Lot] | None = None) -> None:
        """Take so much of what may be spent. The caller has seen that there is enough."""
        for lot in self.in_turn() if among is None else among:
            part = min(amount, lot.available)
            self.move(operation, lot, AVAILABLE, target, part)
            amount -= part

    def come_back(self, operation: Operation, lot: Lot, source: int, amount: int, *, at: datetime) -> None:
        """Points return to the credit they came from: what is owed of it goes first, and what is over is over."""
        owed = min(lot.owed, amount)
        lot.owed -= owed
        self.move(operation, lot, source, REVERSED, owed)
        if not lot.expires_at or lot.expires_at > at:
            self.move(operation, lot, source, AVAILABLE, amount - owed)
            self.arrive(operation, lot, at=at)
        elif not (grace := self.terms.refunds.grace_days):
            self.move(operation, lot, source, EXPIRED, amount - owed)
        elif amount > owed:
            until = Span(count=grace, unit="day", round_to="day").after(at, self.programme.clock)
            dates = {"activates_at": lot.activates_at, "expires_at": until}
            self.arrive(operation, self.split(operation, lot, source, AVAILABLE, amount - owed, **dates), at=at)

    def split(self, operation: Operation, lot: Lot, source: int, target: int, amount: int, **dates: Any) -> Lot:
        """A part of a credit that goes on with other dates."""
        lot.moved += amount
        self.move(operation, lot, source, OUTSIDE, amount)
        facts = {"may_move": lot.may_move, "home_id": lot.home_id}
        return self.credit(operation, amount, target, parent=lot, **facts, **dates)


def _turn(lot: Lot) -> tuple[datetime, datetime, int]:
    return lot.expires_at or NEVER, lot.activates_at or NEVER, lot.pk or 2**63
