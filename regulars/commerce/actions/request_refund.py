from django.db import transaction
from django.utils.translation import gettext as _

from regulars.commerce.events import RefundRequested
from regulars.commerce.models import Order, RefundRequest
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.lib.money import major, said
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.team.models import Agent


@transaction.atomic
def request_refund(order: Order, *, amount: int, reason: str = "", by: Agent) -> RefundRequest:
    """Note that money is to go back, in the smallest unit of the order's currency. The shop does it: a refund that comes answers this.

    Raises ValidationError("amount") for more than is left of the order.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("customer").get(pk=order.pk)
    left = order.total - order.refunded
    if not 0 < amount <= left:
        raise refusal("amount", _("Ask for more than nothing, and for at most %s.") % said(left, order.currency))
    request = RefundRequest.objects.create(order=order, amount=amount, reason=one_line(reason, limit=300), by=by)
    if order.customer:
        money = {"amount": float(major(amount, order.currency)), "units": amount, "currency": order.currency}
        record(RefundRequested(order=order.pk, number=order.number, **money), customer=order.customer, by=Actor.of(by))
    return request
