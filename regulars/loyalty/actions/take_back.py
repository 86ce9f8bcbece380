from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import qualifying, tiering
from regulars.loyalty.book import AVAILABLE, DEBT, PENDING, REVERSED, Book
from regulars.loyalty.carrying import carry
from regulars.loyalty.checking import checked_facts, checked_points
from regulars.loyalty.clawing import charge
from regulars.loyalty.earning import NOTHING, Award, left_of
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Grant, Lot, Operation
from regulars.loyalty.purchases import Purchase


@once(Operation.Kind.TAKE_BACK)
@transaction.atomic
def take_back(
    account: Account,
    *,
    earned: Operation,
    by: By,
    points: int | None = None,
    spend: int | None = None,
    left: Purchase | None = None,
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """A purchase was refunded: take back so many of the points that it earned, those of so much `spend`, or of all but what is `left`
    of it; or all.

    What becomes of points that were spent is the programme's policy. More than was earned is never taken: without a number,
    it is harmless twice. Raises ValidationError("points", "spend", "earned", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened, about=earned)
    lot = earned_lot(book, earned)
    amount, refunded, kept = _asked(book, earned, lot, points, spend, left)
    said = {"of": earned, "spend": refunded or None}
    said |= checked_facts(at=happened, key=key, reason=reason, reference=earned.reference)
    now, share = book.now(happened), qualifying.share_back(lot)
    with book.doing(Operation.Kind.TAKE_BACK, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        lot.spend_back += refunded
        reserved = _reserved(book)
        charge(book, operation, lot, amount, at=now)
        qualifying.refund(lot, earned.reckoned, kept, before=share, is_all=kept is NOTHING)
        carry(book, earned, lot, kept)
        operation.reckoned = _became(book, operation, lot, reserved=_reserved(book) - reserved)
    tiering.look(book, now)
    keep(book)
    if kept is not None:
        _follow(earned, kept)
    return operation


def earned_lot(book: Book, earned: Operation) -> Lot:
    """The credit that an earning made. Raises ValidationError("earned")."""
    lot = next((each for each in book.lots if each.operation_id == earned.pk and not each.parent_id), None)
    if lot is None:
        raise refusal("earned", _("These points were not earned by this member."), "unknown")
    return lot


def _reserved(book: Book) -> int:
    """What is taken as soon as it comes back from a reservation."""
    return sum(min(each.owed, each.held) for each in book.lots)


def _became(book: Book, operation: Operation, lot: Lot, *, reserved: int) -> dict[str, int]:
    """What became of the points: taken (or owed), reserved and decided later, or written off as the policy says.

    What was over is asked for last, and is none of these.
    """
    taken = sum(
        each.amount
        for each in book.postings
        if each.operation is operation
        and ((each.target == REVERSED and each.source in (PENDING, AVAILABLE)) or each.target == DEBT)
    )
    expired = sum(each.expired for each in book.lots if each is lot or each.parent_id == lot.pk)
    over = max(0, expired - (lot.issued - lot.charged))
    return {"taken": taken, "reserved": reserved, "written_off": max(0, operation.amount - taken - reserved - over)}


def _asked(
    book: Book, earned: Operation, lot: Lot, points: int | None, spend: int | None, left: Purchase | None
) -> tuple[int, int, Award | None]:
    """How many points, of how much money, and what the rest would have given."""
    there, unrefunded = lot.issued - lot.charged, lot.spend - lot.spend_back
    if left is not None or spend is not None:
        if spend is not None and checked_points(spend, field="spend") > unrefunded:
            raise refusal("spend", _("More would be refunded than was paid."))
        kept = left_of(
            earned.reckoned, left, points=lot.issued, spend=lot.spend, refunded=lot.spend_back + (spend or 0)
        )
        return max(0, there - kept.points), unrefunded - min(left.spend, unrefunded) if left else spend or 0, kept
    if points is None:
        return there, unrefunded, NOTHING
    if checked_points(points) > there:
        raise refusal("points", _("Only %s are left of what this earned.") % book.programme.said(there))
    return points, unrefunded if points == there else 0, NOTHING if points == there else None


def _follow(earned: Operation, kept: Award) -> None:
    """What rules gave for what was refunded counts for no limit."""
    given = kept.by_rule()
    grants = list(Grant.objects.filter(operation=earned.pk))
    for each in grants:
        each.points = min(each.points, given.get(each.rule, 0))
    if grants:
        Grant.objects.bulk_update(grants, ["points"])
