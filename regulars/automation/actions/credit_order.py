from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.purchases import occasion_of, purchase_of
from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM, By
from regulars.customers.timeline import cause
from regulars.loyalty.actions.activate import activate
from regulars.loyalty.actions.add_to import add_to
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Lot, Operation
from regulars.loyalty.periods import later
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.terms import Earning


@transaction.atomic
def credit_order(order: Order, *, account: Account, by: By) -> None:
    """Bring a member's points into line with how an order stands: earned when it was paid, less what was refunded, none of one that was
    cancelled; those that wait for it are theirs when it has arrived. Harmless twice, and whatever was told first.

    One to which something was added earns for all of it, once that is paid. One that goes on after it was cancelled, or whose refund
    failed, has again what was taken back of it for that: what somebody else took back stays taken. Later terms change nothing of what
    it earned. Orders in another currency earn nothing, nor do those from before they joined.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if credit := credit_of(order, account):
        _follow(credit, purchase_of(order, _earning(credit.operation)), order, by=by)
        return
    occasion = occasion_of(order, account.programme.promised.earning, event=cause() or 0)
    if occasion.purchase and occasion.purchase.spend and _counts(order, account):
        said = {"reason": _("Order %s") % order.number, "reference": order.number, "key": _key(order)}
        waits = account.programme.promised.activation.kind == "on delivery"
        earned = earn(account, occasion=occasion, waits=waits, at=order.paid_at or order.placed_at, by=by, **said)
        _arrived(earned, order, by=by)


def credit_of(order: Order, account: Account) -> Lot | None:
    """What it has earned in their programme."""
    earned = Operation.objects.filter(programme=account.programme_id, kind=Operation.Kind.EARN, key=_key(order))
    return Lot.objects.filter(operation__in=earned, parent=None).select_related("operation__account", "account").first()


def _key(order: Order) -> str:
    return f"order:{order.pk}"


def _counts(order: Order, account: Account) -> bool:
    programme = account.programme
    earning, since = programme.promised.earning, account.joined_at
    since = later(since, -earning.past_days, "day", programme.clock.zone)
    is_theirs = earning.orders and order.currency == programme.currency and account.status != Account.Status.LEFT
    return is_theirs and (order.paid_at or order.placed_at) >= since


def _earning(earned: Operation) -> Earning:
    """What counted when it was earned."""
    how = earned.reckoned or {}
    return Earning.model_validate({name: how[name] for name in Earning.model_fields if name in how})


def _follow(lot: Lot, left: Purchase, order: Order, *, by: By) -> None:
    if not _is_asked_for_more(order):
        _bring_into_line(lot, left, order, by=by)
    _arrived(lot.operation, order, by=by)


def _bring_into_line(lot: Lot, left: Purchase, order: Order, *, by: By) -> None:
    earned, account = lot.operation, lot.account
    if left.spend > lot.spend:  # first, so that what stands after all is told from what was added
        add_to(account, earned=earned, whole=left, reason=_("Order %s") % order.number, by=by)
        lot.refresh_from_db(fields=["spend", "spend_back"])
    if left.spend < lot.spend - lot.spend_back:
        reason = _("Order %s was cancelled") if order.cancelled_at else _("Refund for order %s")
        take_back(account, earned=earned, left=left, reason=reason % order.number, by=by)
    elif lot.spend_back and (stays := left.less(_by_others(earned))).spend > lot.spend - lot.spend_back:
        reason = _("Order %s stands after all") % order.number
        restore(account, earned=earned, left=stays, reason=reason, by=by)


def _is_asked_for_more(order: Order) -> bool:
    """Something was added to it after it was paid. What was paid has earned what it has; the rest will, as it is paid."""
    return order.paid == Order.Paid.PARTLY and not (order.cancelled_at or order.deleted_at)


def _by_others(earned: Operation) -> int:
    """The money of which somebody took the points back, for reasons of their own."""
    theirs = earned.followed_by.exclude(by=str(SYSTEM)).values("kind").annotate(money=Sum("spend"))
    money = dict(theirs.values_list("kind", "money"))
    return max(0, (money.get(Operation.Kind.TAKE_BACK) or 0) - (money.get(Operation.Kind.GIVE_BACK) or 0))


def _arrived(earned: Operation, order: Order, *, by: By) -> None:
    programme = earned.account.programme
    activation, arrived = programme.promised.activation, order.delivered_at
    if arrived and activation.kind in ("on action", "on delivery"):
        starts_at = activation.span.after(arrived, programme.clock) if activation.kind == "on delivery" else None
        activate(earned, at=min(arrived, timezone.now()), starts_at=starts_at, by=by)
