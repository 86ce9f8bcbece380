"""Undoing what was taken back, because the refund did not go through after all: the last taken first, as if it had never been asked.

What was written off comes to nothing again, what became debt is spent as before, and what was taken returns with the dates it had.
What others were given of it, and was taken from the giver's other points, stays taken: give these by hand.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Subquery, Sum

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
    again, forgiven = min(left, owing), _forgiven(book, earned)
    book.move(operation, lot, REVERSED, SPENT, again)
    if unowed := relieve(book, operation, again, forgiven=forgiven, at=at):
        book.come_back(operation, lot, SPENT, unowed, at=at)  # what it was spent on was cancelled meanwhile
    left -= again
    for each in reversed(parts):
        share = min(left, each.charged)
        if share:
            restore(book, operation, each, share, earned=earned, at=at)
        left -= share
    left -= _forget(lot, min(left, lot.owed))
    _return(book, operation, lot, min(left, taken), at=at)


def relieve(book: Book, operation: Operation, amount: int, *, at: datetime, forgiven: int = 0) -> int:
    """So much less is owed; what has paid it meanwhile is free again. Returns what was neither owed nor `forgiven` nor had been paid."""
    cancelled = min(amount, book.account.debt)
    book.owe(operation, -cancelled, at=at)
    amount = max(0, amount - cancelled - forgiven)
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


def _forgiven(book: Book, earned: int) -> int:
    """Debts that are no more since it was taken back, though what was spent was kept: less what was restored of them already."""
    asked = Operation.objects.filter(of=earned, kind=Kind.TAKE_BACK).order_by("pk").values("pk")[:1]
    ours = Entry.objects.filter(account=book.account)
    before = ours.filter(operation__of=earned, operation__kind=Kind.GIVE_BACK)
    moved = [*before.values_list("source", "target", "amount"), *(posting[2:] for posting in book.postings)]
    restored = sum(amount * ((target == SPENT) - (source in (SPENT, DEBT))) for source, target, amount in moved)
    debts = ours.filter(source=DEBT, operation__kind=Kind.FORGIVE, operation__gt=Subquery(asked))
    return max(0, _sum(debts) - restored)


def _taken(lot: Lot, earned: int) -> int:
    """Of what waited, might be spent, or came back while it was owed; neither by hand nor for another purchase."""
    gone = Entry.objects.filter(lot=lot, target=REVERSED).exclude(operation__kind__in=NOT_REFUNDED)
    gone = gone.exclude(source=SPENT, operation__kind__in=INTO_DEBT)
    for_others = gone.filter(operation__kind=Kind.TAKE_BACK).exclude(operation__of=earned)
    back = Entry.objects.filter(lot=lot, source=REVERSED, operation__of=earned).exclude(target=SPENT)
    return _sum(gone) - _sum(for_others) - _sum(back)


def _sum(entries: QuerySet[Entry]) -> int:
    return entries.aggregate(sum=Sum("amount"))["sum"] or 0
