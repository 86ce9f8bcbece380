from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from regulars.commerce.events import OrderPaid, OrderResumed
from regulars.commerce.models import Order
from regulars.customers.models import Customer
from regulars.referrals.models import Referral
from regulars.referrals.qualifying import qualify


@transaction.atomic
def follow_purchase(event: OrderPaid | OrderResumed, *, customer: Customer) -> None:
    """A friend who was brought along has bought something, or what was cancelled goes on after all. Harmless twice."""
    goes_on = Q(state=Referral.State.VOID, why=Referral.Why.CANCELLED, order=event.order)
    waiting = Referral.objects.of_friend(customer.pk).filter(Q(state=Referral.State.JOINED) | goes_on)
    for referral in waiting.held():
        referral.state, referral.why, referral.decided_at = Referral.State.JOINED, "", None
        order = Order.objects.prefetch_related("lines").filter(pk=event.order).first()
        if order is not None:
            qualify(referral, order, at=timezone.now())
