"""Taking back what a refunded purchase gave: from the very credit that it made, as the policy says, and never twice.

First what waits, then what may be spent, then what is reserved (as soon as it is decided), then what was spent: that is owed under
`unlimited`, and written off under the others. What was given to somebody else is owed, too, or taken from what else there is.
What is over is not taken again.
"""

from __future__ import annotations

from datetime import datetime

from regulars.loyalty.book import AVAILABLE, PENDING, REVERSED, SPENT, Book
from regulars.loyalty.models import Lot, Operation


def charge(book: Book, operation: Operation, lot: Lot, amount: int, *, at: datetime) -> None:
    """So much of a credit was for nothing. The caller has seen that so much of it was not taken back before."""
    before, policy = lot.charged, book.terms.refunds.policy
    lot.charged += amount
    book.touch(lot)
    left = amount - _take(book, operation, lot, PENDING, amount)
    if policy == "only_pending":
        _from_parts(book, operation, lot, left, at=at)
        return
    left -= _take(book, operation, lot, AVAILABLE, left)
    left -= _queue(lot, left, lot.held)
    left -= _from_parts(book, operation, lot, left, at=at)
    gone = min(left, max(0, _elsewhere(book, lot) - max(0, before - lot.reversed - lot.owed)))
    if policy == "within_balance":
        book.burn(operation, min(gone, book.account.available), REVERSED)
        _queue(lot, left - gone, lot.held + lot.spent)
        return
    _owe(book, operation, lot, left - gone, at=at)
    book.owe(operation, _within_limit(book, gone), at=at)
    book.pay_debt(operation, at=at)


def after_capture(book: Book, operation: Operation, lot: Lot, *, at: datetime) -> None:
    """What was to be taken from points that were reserved, and are spent now, is owed."""
    if book.terms.refunds.policy == "unlimited" and lot.owed > lot.held:
        due, lot.owed = lot.owed - lot.held, lot.held
        _owe(book, operation, lot, due, at=at)
        book.pay_debt(operation, at=at)


def _take(book: Book, operation: Operation, lot: Lot, bucket: int, amount: int) -> int:
    part = min(amount, lot.pending if bucket == PENDING else lot.available)
    book.move(operation, lot, bucket, REVERSED, part)
    return part


def _queue(lot: Lot, amount: int, room: int) -> int:
    """Remember what is to be taken when it comes back."""
    part = min(amount, max(0, room - lot.owed))
    lot.owed += part
    return part


def _from_parts(book: Book, operation: Operation, lot: Lot, amount: int, *, at: datetime) -> int:
    """What of the credit goes on with another date, with the same member."""
    taken = 0
    for part in [each for each in book.lots if each.parent_id and each.parent_id == lot.pk]:
        share = min(amount - taken, part.issued - part.charged)
        if share:
            charge(book, operation, part, share, at=at)
        taken += share
    return taken


def _elsewhere(book: Book, lot: Lot) -> int:
    """What of the credit another member has."""
    return lot.moved - sum(each.issued for each in book.lots if each.parent_id == lot.pk)


def _owe(book: Book, operation: Operation, lot: Lot, amount: int, *, at: datetime) -> int:
    part = min(amount, lot.spent)
    owed = _within_limit(book, part)
    book.move(operation, lot, SPENT, REVERSED, owed)
    lot.paid = min(lot.paid, lot.spent)
    book.owe(operation, owed, at=at)
    lot.owed += part - owed  # written off: gone for good if it ever comes back
    return part


def _within_limit(book: Book, amount: int) -> int:
    most = book.terms.refunds.most_debt
    return amount if most is None else max(0, min(amount, most - book.account.debt))
