"""How a return goes on: from one state to the next, once, with a line on the timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.commerce.events import ReturnEvent
from regulars.commerce.models import Order, Return
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


def go_on(
    request: Return, *, to: str, out_of: tuple[str, ...], event: type[ReturnEvent], by: By, **facts: Any
) -> Return:
    """Harmless twice. Raises ValidationError("state") when it is too late for that."""
    Order.objects.select_for_update(of=("self",)).get(pk=request.order_id)  # orders before returns, as refunds do
    request = Return.objects.select_for_update(of=("self",)).select_related("order", "customer").get(pk=request.pk)
    if request.state == to:
        return request
    if request.state not in out_of:
        raise refusal("state", _("It is %s already.") % request.get_state_display(), "outdated")
    for name, value in (facts | {"state": to}).items():
        setattr(request, name, value)
    request.save()
    if request.customer:
        told = event(order=request.order_id, number=request.order.number, request=request.pk)
        record(told, customer=request.customer, by=Actor.of(by))
    return request
