from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.commerce.events import OrderExtended, OrderPaid, OrderResumed, RefundFailed
from regulars.commerce.models import Dispute, Order
from regulars.customers.models import Customer
from regulars.referrals.models import Referral
from regulars.referrals.qualifying import qualify

Why = Referral.Why


@transaction.atomic
def follow_purchase(event: OrderPaid | OrderExtended | OrderResumed | RefundFailed, *, customer: Customer) -> None:
    """A friend who was brought along has bought something, or more, or what was cancelled or refunded goes on after all. Harmless twice.

    What the bank has taken back counts no more.
    """
    goes_on = Q(state=Referral.State.VOID, why__in=(Why.CANCELLED, Why.REFUNDED), order=event.order)
    waiting = Referral.objects.of_friend(customer.pk).filter(Q(state=Referral.State.JOINED) | goes_on)
    orders = Order.objects.prefetch_related("lines").exclude(disputes__state=Dispute.State.LOST)
    for referral in waiting.held():
        referral.state, referral.why, referral.decided_at = Referral.State.JOINED, "", None
        order = orders.filter(pk=event.order).first()
        if order is not None:
            qualify(referral, order, at=timezone.now())
