from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.redeem import spent
from regulars.loyalty.book import HELD, SPENT, Book
from regulars.loyalty.checking import checked_points
from regulars.loyalty.clawing import after_capture
from regulars.loyalty.falling_due import release
from regulars.loyalty.holding import open_hold
from regulars.loyalty.keeping import keep
from regulars.loyalty.models import Hold, Operation


@again_after_a_deadlock
@transaction.atomic
def capture(held: Hold, *, by: By, points: int | None = None, at: datetime | None = None) -> Operation:
    """Spend what was reserved, or so much of it; the rest is free again. Harmless twice.

    Raises ValidationError("points"), and ValidationError("hold") when it was released, or nobody captured it in time.
    """
    happened = at or timezone.now()
    book, kept = open_hold(held, at=happened)
    if kept.state == Hold.State.CAPTURED:
        return Operation.objects.get(of=kept.operation_id, kind=Operation.Kind.CAPTURE)
    if kept.state == Hold.State.RELEASED:
        raise refusal("hold", _("These points are not reserved any more."), "released")
    amount = kept.amount if points is None else checked_points(points)
    if amount > kept.amount:
        raise refusal("points", _("Only %s are reserved.") % book.programme.said(kept.amount))
    now = book.now(happened)
    if kept.amount > amount:
        release(book, kept, kept.amount - amount, at=now, by=Actor.of(by))
    said = {"of_id": kept.operation_id, "happened_at": happened}
    said |= {"reason": kept.operation.reason, "reference": kept.operation.reference}
    with book.doing(Operation.Kind.CAPTURE, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        _spend(book, operation, kept, amount, at=now)
    spent(book, now)
    kept.end(Hold.State.CAPTURED, captured=amount)
    keep(book)
    return operation


def _spend(book: Book, operation: Operation, kept: Hold, amount: int, *, at: datetime) -> None:
    for lot, part in book.allocations[kept.pk]:
        taken = min(amount, part)
        book.move(operation, lot, HELD, SPENT, taken)
        after_capture(book, operation, lot, at=at)
        amount -= taken
