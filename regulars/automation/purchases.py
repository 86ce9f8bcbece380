"""An order, as far as points are reckoned from it: what was paid for and has not gone back, of what the programme counts."""

from __future__ import annotations

from regulars.commerce.events import OrderPaid
from regulars.commerce.milestones import paid_by
from regulars.commerce.models import Order, OrderLine
from regulars.lib.money import major
from regulars.loyalty.occasions import PURCHASE, Occasion
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.terms import Earning


def occasion_of(order: Order, earning: Earning, *, event: int = 0) -> Occasion:
    """The order as rules look at it."""
    said = OrderPaid(
        order=order.pk,
        number=order.number,
        amount=float(major(order.total, order.currency)),
        units=order.total,
        currency=order.currency,
        shop=order.shop.name,
        paid_by=paid_by(order),
    )
    return Occasion(PURCHASE, said.facts, event, purchase_of(order, earning))


def purchase_of(order: Order, earning: Earning) -> Purchase:
    """What is left of it now. Nothing, while it is not paid, and once it was cancelled."""
    is_bought = order.paid in Order.SETTLED and not (order.cancelled_at or order.deleted_at or order.is_test)
    if not is_bought:
        return Purchase()
    lines = [each for each in order.lines.select_related("product") if earning.gift_cards or not each.is_gift_card]
    items = tuple(_item(each, earning) for each in lines)
    return Purchase(items=items, rest=_shipping(order, earning))


def _item(line: OrderLine, earning: Earning) -> Item:
    net = max(0, line.net - line.refunded_net)
    tax = max(0, line.tax - line.refunded_tax) if earning.with_tax else 0
    by_card = 0 if earning.with_gift_cards or line.net <= 0 else min(line.by_gift_card, line.net)
    own = line.net - by_card  # a gift card pays of everything alike, also of what is left
    counted = (net + tax) * own // line.net if by_card else net + tax
    words = (line.sku, line.title, *(line.product.categories if line.product else ()))
    return Item(net=counted, quantity=line.left if line.net > 0 else 0, words=tuple(filter(None, words)))


def _shipping(order: Order, earning: Earning) -> int:
    if not earning.with_shipping:
        return 0
    back = sum(each.shipping for each in order.refunds.all() if not each.is_pending)
    return max(0, order.shipping - back)
