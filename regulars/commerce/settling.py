"""Returns that a refund has settled."""

from __future__ import annotations

from regulars.commerce.events import ReturnRefunded
from regulars.commerce.models import Order, Return, ReturnLine
from regulars.customers.actor import Actor
from regulars.customers.timeline import record


def settle(order: Order) -> None:
    """Close the approved returns of an order whose goods have all been refunded."""
    waiting = order.returns.filter(state__in=(Return.State.APPROVED, Return.State.RECEIVED)).prefetch_related(
        "lines__line"
    )
    for each in waiting:
        if all(map(_is_refunded, each.lines.all())):
            each.state = Return.State.REFUNDED
            each.save(update_fields=["state"])
            if order.customer:
                event = ReturnRefunded(order=order.pk, number=order.number, request=each.pk)
                record(event, customer=order.customer, by=Actor("system", name=order.shop.name))


def _is_refunded(part: ReturnLine) -> bool:
    """Since it was asked for, or all of the line."""
    line = part.line
    return line.refunded_quantity - part.refunded_before >= part.quantity or 0 < line.net <= line.refunded_net
