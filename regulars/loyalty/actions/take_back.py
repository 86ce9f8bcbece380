from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.book import Book
from regulars.loyalty.checking import checked_facts, checked_points
from regulars.loyalty.clawing import charge
from regulars.loyalty.earning import left_after
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Lot, Operation


@once(Operation.Kind.TAKE_BACK)
@transaction.atomic
def take_back(
    account: Account,
    *,
    earned: Operation,
    by: By,
    points: int | None = None,
    spend: int | None = None,
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """A purchase was refunded: take back so many of the points that it earned, those of so much `spend`, or all that are left.

    What becomes of points that were spent is the programme's policy. More than was earned is never taken: without a number,
    it is harmless twice. Raises ValidationError("points", "spend", "earned", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened, with_old=True)
    lot = next((each for each in book.lots if each.operation_id == earned.pk and not each.parent_id), None)
    if lot is None:
        raise refusal("earned", _("These points were not earned by this member."), "unknown")
    amount, refunded = _asked(book, earned, lot, points, spend)
    said = {"of": earned, "spend": refunded or None}
    said |= checked_facts(at=happened, key=key, reason=reason, reference=earned.reference)
    now = book.now(happened)
    with book.doing(Operation.Kind.TAKE_BACK, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        lot.spend_back += refunded
        charge(book, operation, lot, amount, at=now)
    tiering.look(book, now)
    keep(book)
    return operation


def _asked(book: Book, earned: Operation, lot: Lot, points: int | None, spend: int | None) -> tuple[int, int]:
    """How many points, and of how much money."""
    left, unrefunded = lot.issued - lot.charged, lot.spend - lot.spend_back
    if spend is not None:
        if checked_points(spend, field="spend") > unrefunded:
            raise refusal("spend", _("More would be refunded than was paid."))
        kept = left_after(lot.spend_back + spend, points=lot.issued, spend=lot.spend, how=earned.reckoned)
        return max(0, left - kept), spend
    if points is None:
        return left, unrefunded
    if checked_points(points) > left:
        raise refusal("points", _("Only %s are left of what this earned.") % book.programme.said(left))
    return points, unrefunded if points == left else 0
