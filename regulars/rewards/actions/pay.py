from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.checking import refuse_who_may_not_spend
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.queries import statement
from regulars.rewards.models import Paying
from regulars.rewards.paying import Limits, Payable, payable


@again_after_a_deadlock
@transaction.atomic
def pay(
    account: Account,
    *,
    order: int,
    by: By,
    points: int | None = None,
    reference: str = "",
    key: str | None = None,
    minutes: int | None = None,
    at: datetime | None = None,
) -> tuple[Operation, Payable]:
    """Set points aside that pay a part of an order, by the programme's limits: all that may be, or `points` at most. Capture the hold when it is paid.

    `order` is what is to be paid, in the currency's smallest unit. The same `key` pays once. Raises ValidationError("points", "member", "key").
    """
    said = statement(account, at=at)
    refuse_who_may_not_spend(said.account)
    if key and (before := _done_before(said.account, key, reference)):
        value = said.account.programme.promised.value
        return before, Payable(before.amount, before.amount * value.worth // value.points)
    may = what_pays(said.account, order=order, available=said.available, points=points)
    if not may.points:
        raise refusal("points", _("Nothing of this order can be paid with points."), "nothing")
    said_why = {"reason": _("Paid with points"), "reference": reference, "key": key}
    return hold(account, points=may.points, minutes=minutes, by=by, at=at, **said_why), may


def what_pays(account: Account, *, order: int, available: int, points: int | None = None) -> Payable:
    """Raises ValidationError("points") where the programme does not let members pay with points."""
    paying = Paying.objects.filter(programme=account.programme_id, is_on=True).first()
    if paying is None:
        raise refusal("points", _("Members of this programme do not pay with points."), "off")
    limits = Limits(paying.least, paying.step, paying.percent)
    return payable(
        order=order, available=available, asked=points, value=account.programme.promised.value, limits=limits
    )


def _done_before(account: Account, key: str, reference: str) -> Operation | None:
    before = Operation.objects.filter(programme=account.programme_id, kind=Operation.Kind.HOLD, key=key).first()
    if before and (survivor_of(before.account_id) != account.pk or before.reference != reference):
        raise refusal("key", _("This key was used for something else."), "taken")
    return before
