from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.book import SPENT, Book
from regulars.loyalty.checking import checked_facts, checked_points
from regulars.loyalty.keeping import keep, opened, survivor_of
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Entry, Lot, Operation
from regulars.loyalty.restoring import relieve

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

    Also to another member, who has such a credit since two who were one have parted. With their dates: what is over by now is over, unless the programme has a grace. More than was redeemed never returns;
    without a number, it is harmless twice. Raises ValidationError("points", "redeemed", "key").
    """
    happened = at or timezone.now()
    book, *others = _opened(account, redeemed, at=happened)
    left = _left(book, redeemed)
    amount = left if points is None else checked_points(points)
    if amount > left:
        raise refusal("points", _("Only %s of these were redeemed and not given back.") % book.programme.said(left))
    said = {"of": redeemed}
    said |= checked_facts(at=happened, key=key, reason=reason, reference=redeemed.reference)
    shares = _shares([book, *others], redeemed, amount)
    for other in others:
        _return(other, shares[other], sum(part for _lot, part in shares[other]), happened, by, said | {"key": None})
    rest = amount - sum(part for other in others for _lot, part in shares[other])
    operation = _return(book, shares[book], rest, happened, by, said)
    keep(book, *others)
    return operation


def _opened(account: Account, redeemed: Operation, *, at: datetime) -> list[Book]:
    """The member's, and those of whoever has credits by now of which this was spent."""
    spent = Entry.objects.filter(operation=redeemed, target=SPENT, lot__isnull=False)
    owners = set(Lot.objects.filter(pk__in=spent.values("lot")).values_list("account", flat=True))
    own = survivor_of(account.pk)
    return opened(own, *sorted(owners - {own}), at=at, about=redeemed)


def _left(book: Book, redeemed: Operation) -> int:
    if redeemed.kind not in REDEEMED or survivor_of(redeemed.account_id) != book.account.pk:
        raise refusal("redeemed", _("These points were not redeemed by this member."), "unknown")
    returned = Operation.objects.filter(of=redeemed, kind=Operation.Kind.GIVE_BACK).aggregate(sum=Sum("amount"))
    return redeemed.amount - (returned["sum"] or 0)


def _shares(books: list[Book], redeemed: Operation, amount: int) -> dict[Book, list[tuple[Lot, int]]]:
    """What goes back to which credit of whom, the last spent first."""
    shares: dict[Book, list[tuple[Lot, int]]] = {book: [] for book in books}
    owner = {lot.pk: (book, lot) for book in books for lot in book.lots}
    for number, part in _allocated(redeemed):
        book, lot = owner[number]
        back = min(amount, part, lot.spent - lot.paid)
        shares[book].append((lot, back))
        amount -= back
    return shares


def _return(
    book: Book, share: list[tuple[Lot, int]], amount: int, happened: datetime, by: By, said: dict[str, Any]
) -> Operation:
    """What a refund has turned into debt meanwhile lessens that, or frees what paid it."""
    at = book.now(happened)
    with book.doing(Operation.Kind.GIVE_BACK, amount=amount, at=at, by=Actor.of(by), **said) as operation:
        for lot, back in share:
            book.come_back(operation, lot, SPENT, back, at=at)
            amount -= back
        relieve(book, operation, amount, at=at)
    tiering.look(book, at)
    return operation


def _allocated(redeemed: Operation) -> list[tuple[int, int]]:
    """The numbers of the credits from which these points were taken and not yet given back, the last first."""
    taken: dict[int, int] = {}
    for entry in Entry.objects.filter(operation=redeemed, target=SPENT, lot__isnull=False).order_by("-pk"):
        taken[entry.lot_id] = taken.get(entry.lot_id, 0) + entry.amount
    for entry in Entry.objects.filter(operation__of=redeemed, source=SPENT, operation__kind=Operation.Kind.GIVE_BACK):
        if entry.lot_id in taken:
            taken[entry.lot_id] -= entry.amount
    return [(number, part) for number, part in taken.items() if part > 0]
