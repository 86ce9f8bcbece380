from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.book import SPENT, Book
from regulars.loyalty.checking import checked_facts, checked_points
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Entry, Lot, Operation

REDEEMED = (Operation.Kind.REDEEM, Operation.Kind.CAPTURE)


@once(Operation.Kind.GIVE_BACK)
@transaction.atomic
def give_back(
    account: Account,
    *,
    redeemed: Operation,
    by: By,
    points: int | None = None,
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """What points were spent on was cancelled: so many of them, or all that are left, return to the credits that they came from.

    With their dates: what is over by now is over, unless the programme has a grace. More than was redeemed never returns;
    without a number, it is harmless twice. Raises ValidationError("points", "redeemed", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened, with_old=True)
    left = _left(book, redeemed)
    amount = left if points is None else checked_points(points)
    if amount > left:
        raise refusal("points", _("Only %s of these were redeemed and not given back.") % book.programme.said(left))
    said = {"of": redeemed}
    said |= checked_facts(at=happened, key=key, reason=reason, reference=redeemed.reference)
    now = book.now(happened)
    with book.doing(Operation.Kind.GIVE_BACK, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        _return(book, operation, redeemed, amount, at=now)
    tiering.look(book, now)
    keep(book)
    return operation


def _left(book: Book, redeemed: Operation) -> int:
    homes = {book.account.pk, *(lot.home_id for lot in book.lots if lot.home_id)}
    if redeemed.kind not in REDEEMED or redeemed.account_id not in homes:
        raise refusal("redeemed", _("These points were not redeemed by this member."), "unknown")
    returned = Operation.objects.filter(of=redeemed, kind=Operation.Kind.GIVE_BACK).aggregate(sum=Sum("amount"))
    return redeemed.amount - (returned["sum"] or 0)


def _return(book: Book, operation: Operation, redeemed: Operation, amount: int, *, at: datetime) -> None:
    """The last spent comes first. What a refund has turned into debt meanwhile lessens that, or frees what paid it."""
    for lot, part in _allocated(book, redeemed):
        back = min(amount, part, lot.spent - lot.paid)
        book.come_back(operation, lot, SPENT, back, at=at)
        amount -= back
    cancelled = min(amount, book.account.debt)
    book.owe(operation, -cancelled, at=at)
    amount -= cancelled
    for lot in [each for each in reversed(book.lots) if each.paid]:
        back = min(amount, lot.paid)
        lot.paid -= back
        book.come_back(operation, lot, SPENT, back, at=at)
        amount -= back


def _allocated(book: Book, redeemed: Operation) -> Iterator[tuple[Lot, int]]:
    """From which credits these points were taken and not yet given back, the last first."""
    lots = {lot.pk: lot for lot in book.lots}
    taken: dict[int, int] = {}
    for entry in Entry.objects.filter(operation=redeemed, target=SPENT, lot__isnull=False).order_by("-pk"):
        taken[entry.lot_id] = taken.get(entry.lot_id, 0) + entry.amount
    for entry in Entry.objects.filter(operation__of=redeemed, source=SPENT, operation__kind=Operation.Kind.GIVE_BACK):
        if entry.lot_id in taken:
            taken[entry.lot_id] -= entry.amount
    return ((lots[pk], part) for pk, part in taken.items() if part > 0)
