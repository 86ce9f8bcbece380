from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty import falling_due, tiering
from regulars.loyalty.book import Book
from regulars.loyalty.dating import begin
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.models import Lot, Operation


@again_after_a_deadlock
@transaction.atomic
def activate(earned: Operation, *, by: By, at: datetime | None = None, starts_at: datetime | None = None) -> Operation:
    """Let points that wait be spent from now on, or from a later moment: the parcel has arrived. Harmless for those that wait no more.

    Returns what was done, or the earning itself. Raises ValidationError("earned").
    """
    happened = at or timezone.now()
    [book] = opened(earned.account_id, at=happened)
    waiting = [lot for lot in book.lots if lot.operation_id == earned.pk and lot.pending]
    lots = [
        lot for lot in waiting if not (lot.parent_id and lot.activates_at)
    ]  # a bonus that begins on a day of its own
    if earned.kind != Operation.Kind.EARN:
        raise refusal("earned", _("Nothing was earned by this."), "unknown")
    now = book.now(happened)
    if lots and starts_at and starts_at > now:
        _start_later(book, lots, starts_at)
        lots = []
    if not lots:
        keep(book)
        return earned
    said = {"of": earned, "happened_at": happened}
    amount = sum(lot.pending for lot in lots)
    with book.doing(Operation.Kind.ACTIVATE, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        for lot in lots:
            begin(lot, now, book.programme)
            falling_due.activate(book, operation, lot, at=now)
    tiering.look(book, now)
    keep(book)
    return operation


def _start_later(book: Book, lots: list[Lot], at: datetime) -> None:
    """Time does it, unless it knows of an earlier moment already."""
    for lot in lots:
        if lot.activates_at is None:
            begin(lot, at, book.programme)
            book.touch(lot)
