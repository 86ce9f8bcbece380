from __future__ import annotations

from django.db import transaction

from regulars.commerce.events import OrderResumed, RefundFailed
from regulars.customers.models import Customer, TimelineEvent
from regulars.lib.again import again_after_a_deadlock
from regulars.surprises.counting import ORDER, count


@again_after_a_deadlock
@transaction.atomic
def count_again(event: OrderResumed | RefundFailed, *, customer: Customer) -> None:
    """An order that was cancelled goes on after all, or its refund failed: what had happened to it counts for achievements. Harmless twice."""
    about = f"{ORDER}{event.order}"
    happened = TimelineEvent.objects.filter(customer=customer, about=about).order_by("pk")
    for kind, at in happened.values_list("kind", "at"):
        count(kind, about, customer=customer, at=at)
