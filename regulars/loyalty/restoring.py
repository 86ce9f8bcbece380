"""Undoing what was taken back, because the refund did not go through after all: the last taken first, as if it had never been asked.

What was written off comes to nothing again, what became debt is spent as before, and what was taken returns with the dates it had.
What others were given of it, and was taken from the giver's other points, stays taken: give these by hand.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Sum

from regulars.loyalty.book import DEBT, PENDING, REVERSED, SPENT, Book
from regulars.loyalty.models import Entry, Lot, Operation

Kind = Operation.Kind
INTO_DEBT = (Kind.TAKE_BACK, Kind.CAPTURE)  # a capture turns what a refund waited for into debt
NOT_REFUNDED = (Kind.ADJUST, Kind.MERGE, Kind.PART)


def restore(book: Book, operation: Operation, lot: Lot, amount: int, *, earned: int, at: datetime) -> None:
    """So much of a credit was not for nothing. The caller has seen that so much of it was charged."""
    parts = [each for each in book.lots if each.parent_id and each.parent_id == lot.pk]
    owing, taken = _turned_into_debt(lot), _taken(lot, earned)
    nothing = max(0, lot.charged - lot.owed - owing - taken - sum(each.charged for each in parts))
    lot.charged -= amount
    book.touch(lot)
    left = amount - min(amount, nothing)
    left -= _forget(lot, min(left, max(0, lot.owed - lot.held)))
    again = min(left, owing)
    book.move(operation, lot, REVERSED, SPENT, again)
    if (unowed := relieve(book, operation, again, at=at) - _forgiven(book)) > 0:
        book.come_back(operation, lot, SPENT, unowed, at=at)  # what it was spent on was cancelled meanwhile
    left -= again
    for each in reversed(parts):
        share = min(left, each.charged)
        if share:
            restore(book, operation, each, share, earned=earned, at=at)
        left -= share
    left -= _forget(lot, min(left, lot.owed))
    _return(book, operation, lot, min(left, taken), at=at)


def relieve(book: Book, operation: Operation, amount: int, *, at: datetime) -> int:
    """So much less is owed; what has paid it meanwhile is free again. Returns what neither was owed nor had been paid."""
    cancelled = min(amount, book.account.debt)
    book.owe(operation, -cancelled, at=at)
    amount -= cancelled
    for lot in [each for each in reversed(book.lots) if each.paid]:
        back = min(amount, lot.paid)
        lot.paid -= back
        book.come_back(operation, lot, SPENT, back, at=at)
        amount -= back
    return amount


def _forget(lot: Lot, amount: int) -> int:
    """What was to be taken as soon as it comes back may stay."""
    lot.owed -= amount
    return amount


def _return(book: Book, operation: Operation, lot: Lot, amount: int, *, at: datetime) -> None:
    """It waits on, may be spent, or is over by now."""
    if lot.activates_at and lot.activates_at <= at:
        book.come_back(operation, lot, REVERSED, amount, at=at)
    else:
        book.move(operation, lot, REVERSED, PENDING, amount)


def _turned_into_debt(lot: Lot) -> int:
    there = Entry.objects.filter(lot=lot, source=SPENT, target=REVERSED, operation__kind__in=INTO_DEBT)
    return _sum(there) - _sum(Entry.objects.filter(lot=lot, source=REVERSED, target=SPENT))


def _forgiven(book: Book) -> int:
    """Debts that are no more, though what was spent was kept."""
    return _sum(Entry.objects.filter(account=book.account, source=DEBT, operation__kind=Kind.FORGIVE))


def _taken(lot: Lot, earned: int) -> int:
    """Of what waited, might be spent, or came back while it was owed; neither by hand nor for another purchase."""
    gone = Entry.objects.filter(lot=lot, target=REVERSED).exclude(operation__kind__in=NOT_REFUNDED)
    gone = gone.exclude(source=SPENT, operation__kind__in=INTO_DEBT)
    for_others = gone.filter(operation__kind=Kind.TAKE_BACK).exclude(operation__of=earned)
    back = Entry.objects.filter(lot=lot, source=REVERSED, operation__of=earned).exclude(target=SPENT)
    return _sum(gone) - _sum(for_others) - _sum(back)


def _sum(entries: QuerySet[Entry]) -> int:
    return entries.aggregate(sum=Sum("amount"))["sum"] or 0
