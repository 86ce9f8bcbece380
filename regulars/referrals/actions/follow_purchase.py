from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.commerce.events import OrderPaid
from regulars.commerce.models import Order
from regulars.customers.models import Customer
from regulars.referrals.models import Referral
from regulars.referrals.qualifying import qualify


@transaction.atomic
def follow_purchase(event: OrderPaid, *, customer: Customer) -> None:
    """A friend who was brought along has bought something. Harmless twice."""
    waiting = Referral.objects.of_friend(customer.pk).filter(state=Referral.State.JOINED)
    for referral in waiting.held():
        order = Order.objects.prefetch_related("lines").filter(pk=event.order).first()
        if order is not None:
            qualify(referral, order, at=timezone.now())
