"""What follows from an order's lines, parcels and refunds: how much of each went back, and how the order stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from regulars.commerce.facts import RefundFacts
from regulars.commerce.models import Order, OrderLine, Payment, Refund, RefundLine, Shipment
from regulars.lib.money import shared

SENT = (Shipment.State.SHIPPED, Shipment.State.DELIVERED, Shipment.State.TROUBLED)
_COUNTED = ("refunded_quantity", "refunded_net", "refunded_tax", "by_gift_card")
_SETTLED = (Order.Paid.PAID, Order.Paid.PARTLY, Order.Paid.PARTLY_REFUNDED, Order.Paid.REFUNDED)


def recount(order: Order) -> None:
    """Bring what is counted into line with what is told. `order` is held by the caller, who saves it; its parts are at hand."""
    lines, refunds = list(order.lines.all()), [each for each in order.refunds.all() if not each.is_pending]
    before = [_counted(line) for line in lines]
    _count_refunds(lines, refunds)
    order.gift_card = max(order.gift_card, _paid_by_card(order))
    _share_gift_card(order, lines)
    changed = [line for line, then in zip(lines, before, strict=True) if _counted(line) != then]
    OrderLine.objects.bulk_update(changed, _COUNTED)
    order.refunded = sum(each.amount for each in refunds)
    order.paid = _paid(order)
    _count_parcels(order, lines, [each for each in order.shipments.all() if each.state in SENT])


def _counted(line: OrderLine) -> list[int]:
    return [getattr(line, name) for name in _COUNTED]


def lines_of(told: RefundFacts, *, order: Order) -> list[RefundLine]:
    """What of a refund is for which line, to the last unit; never more than is left of it. Nothing is saved."""
    lines = list(order.lines.all())
    left = _left(lines, order.refunds.exclude(external_id=told.external_id))
    if not told.lines:
        return _of_money(told.amount - told.shipping, lines, left)
    by_id = {each.external_id: each for each in lines}
    found = []
    for part in told.lines:
        if (line := by_id.get(part.line)) is None:
            continue
        quantity, net, tax = left[line.pk]
        many = min(part.quantity, quantity)
        share = (many, quantity) if quantity else (0, 1)
        found.append(
            RefundLine(
                line=line,
                quantity=many,
                net=min(net * share[0] // share[1] if part.net is None else max(part.net, 0), net),
                tax=min(tax * share[0] // share[1] if part.tax is None else max(part.tax, 0), tax),
                is_restocked=part.is_restocked,
            )
        )
        left[line.pk] = (quantity - many, net - found[-1].net, tax - found[-1].tax)
    return _once_a_line(found)


def _once_a_line(parts: list[RefundLine]) -> list[RefundLine]:
    by_line: dict[int, RefundLine] = {}
    for part in parts:
        first = by_line.setdefault(part.line_id, part)
        if first is not part:
            first.quantity, first.net, first.tax = (
                first.quantity + part.quantity,
                first.net + part.net,
                first.tax + part.tax,
            )
    return list(by_line.values())


def _of_money(amount: int, lines: Sequence[OrderLine], left: dict[int, tuple[int, int, int]]) -> list[RefundLine]:
    worth = [left[line.pk][1] + left[line.pk][2] for line in lines]
    parts = shared(min(max(amount, 0), sum(worth)), worth)
    found = []
    for line, part in zip(lines, parts, strict=True):
        net, tax = shared(part, left[line.pk][1:])
        found += [RefundLine(line=line, net=net, tax=tax)] if part else []
    return found


def _left(lines: Sequence[OrderLine], others: Sequence[Refund]) -> dict[int, tuple[int, int, int]]:
    """Quantity, net and tax of each line that no other refund has."""
    gone = _gone(lines, RefundLine.objects.filter(refund__in=list(others)))
    return {
        line.pk: (
            max(line.quantity - gone[line.pk]["quantity"], 0),
            max(line.net - gone[line.pk]["net"], 0),
            max(line.tax - gone[line.pk]["tax"], 0),
        )
        for line in lines
    }


def _count_refunds(lines: Sequence[OrderLine], refunds: Sequence[Refund]) -> None:
    gone = _gone(lines, (part for refund in refunds for part in refund.lines.all()))
    for line in lines:
        back = gone[line.pk]
        line.refunded_quantity, line.refunded_net, line.refunded_tax = back["quantity"], back["net"], back["tax"]


def _gone(lines: Sequence[OrderLine], parts: Iterable[RefundLine]) -> dict[int, Counter[str]]:
    """Quantity, net and tax that went back of each line."""
    found: dict[int, Counter[str]] = {line.pk: Counter() for line in lines}
    for each in parts:
        found[each.line_id].update(quantity=each.quantity, net=each.net, tax=each.tax)
    return found


def _paid_by_card(order: Order) -> int:
    done = [each for each in order.payments.all() if each.is_gift_card and each.state == Payment.State.DONE]
    return sum(each.amount for each in done if each.currency == order.currency)


def _share_gift_card(order: Order, lines: Sequence[OrderLine]) -> None:
    """A gift card pays of everything alike, tax and shipping too."""
    nets = [max(line.net, 0) for line in lines]
    rest = max(order.total - sum(nets), 0)
    *parts, _of_rest = shared(min(max(order.gift_card, 0), sum(nets) + rest), [*nets, rest])
    for line, part in zip(lines, parts, strict=True):
        line.by_gift_card = part


def _paid(order: Order) -> str:
    if not order.refunded or order.said_paid not in _SETTLED:
        return order.said_paid
    if order.said_paid == Order.Paid.PARTLY and order.refunded < order.total:
        return Order.Paid.PARTLY  # the rest of it is still waited for
    return Order.Paid.REFUNDED if order.refunded >= order.total else Order.Paid.PARTLY_REFUNDED


def _count_parcels(order: Order, lines: Sequence[OrderLine], parcels: Sequence[Shipment]) -> None:
    said, sent = order.said_shipped, Counter[str]()
    for parcel in parcels:
        sent.update(parcel.quantities)
    is_all = any(not parcel.quantities for parcel in parcels)
    is_all = is_all or all(sent[line.external_id] >= line.left for line in lines if not line.is_gift_card)
    is_sent = said in (Order.Shipped.SHIPPED, Order.Shipped.DELIVERED) or bool(parcels and is_all)
    has_come = bool(parcels) and all(parcel.state == Shipment.State.DELIVERED for parcel in parcels)
    if said == Order.Shipped.DELIVERED or (is_sent and has_come):
        order.shipped = Order.Shipped.DELIVERED
        order.delivered_at = max(
            (each.delivered_at for each in parcels if each.delivered_at), default=order.delivered_at
        )
    else:
        order.shipped = (
            Order.Shipped.SHIPPED
            if is_sent
            else Order.Shipped.PARTLY
            if parcels or said == Order.Shipped.PARTLY
            else Order.Shipped.NOT_YET
        )
        order.delivered_at = None
    order.shipped_at = min((each.shipped_at for each in parcels if each.shipped_at), default=order.shipped_at)
