from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import qualifying, restoring, tiering
from regulars.loyalty.actions.take_back import earned_lot
from regulars.loyalty.carrying import carry
from regulars.loyalty.checking import checked_facts, checked_points
from regulars.loyalty.earning import Award, left_of
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Grant, Lot, Operation
from regulars.loyalty.purchases import Purchase


@once(Operation.Kind.GIVE_BACK)
@transaction.atomic
def restore(
    account: Account,
    *,
    earned: Operation,
    by: By,
    points: int | None = None,
    left: Purchase | None = None,
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """A refund did not go through, or a cancelled purchase goes on: so many points that were taken back of what it earned return, or
    as many as make what is `left` of it whole, but for those that were taken as so many points; or all.

    They return to the credit that they were taken from. More than was taken back never returns: without a number, it is harmless twice.
    Raises ValidationError("points", "earned", "key").
    """
    happened = at or timezone.now()
    keep(*opened(account.pk, at=happened))  # what time did is read below
    [book] = opened(account.pk, at=happened, about=earned)
    lot = earned_lot(book, earned)
    amount, spend, kept = _asked(earned, lot, points, left)
    said = {"of": earned, "spend": spend or None}
    said |= checked_facts(at=happened, key=key, reason=reason, reference=earned.reference)
    now, share = book.now(happened), qualifying.share_back(lot)
    with book.doing(Operation.Kind.GIVE_BACK, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        lot.spend_back -= spend
        before = book.account.balance + book.account.pending
        restoring.restore(book, operation, lot, amount, earned=earned.pk, at=now)
        qualifying.refund(lot, earned.reckoned, kept, before=share)
        carry(book, earned, lot, kept)
        operation.reckoned = {"returned": book.account.balance + book.account.pending - before}
    tiering.look(book, now)
    keep(book)
    if kept is not None:
        _follow(earned, kept)
    return operation


def _asked(earned: Operation, lot: Lot, points: int | None, left: Purchase | None) -> tuple[int, int, Award | None]:
    """How many points, of how much money, and what the purchase gives now."""
    if left is not None:
        spend = max(0, min(left.spend - (lot.spend - lot.spend_back), lot.spend_back))
        back = lot.spend_back - spend
        kept = left_of(earned.reckoned, left, points=lot.issued, spend=lot.spend, refunded=back)
        most = lot.charged - _by_number(earned)
        return max(0, min(kept.points - (lot.issued - lot.charged), most)), spend, kept
    if points is None:
        return lot.charged, lot.spend_back, None
    if checked_points(points) > lot.charged:
        raise refusal("points", _("Only so many were taken back: %s.") % lot.charged)
    return points, lot.spend_back if points == lot.charged else 0, None


def _by_number(earned: Operation) -> int:
    """Points that were taken back as such, whatever was refunded: they stay taken when a refund fails."""
    told = earned.followed_by.filter(spend=None).values("kind").annotate(points=Sum("amount"))
    points = dict(told.values_list("kind", "points"))
    return max(0, points.get(Operation.Kind.TAKE_BACK, 0) - points.get(Operation.Kind.GIVE_BACK, 0))


def _follow(earned: Operation, kept: Award) -> None:
    """What rules give for what is left after all counts for their limits again."""
    given = kept.by_rule()
    grants = list(Grant.objects.filter(operation=earned.pk))
    for each in grants:
        each.points = max(each.points, given.get(each.rule, 0))
    if grants:
        Grant.objects.bulk_update(grants, ["points"])
