"""What ends every change of an order."""

from __future__ import annotations

from datetime import datetime

from django.db.models import prefetch_related_objects

from regulars.commerce.milestones import tell
from regulars.commerce.models import Order
from regulars.commerce.reckoning import recount
from regulars.commerce.settling import settle


def finish(order: Order, *, is_history: bool = False, since: datetime | None = None) -> None:
    """Count anew, tell what has happened, save it, and settle the returns that are refunded by it. `order` is held by the caller."""
    prefetch_related_objects([order], "lines", "payments", "shipments", "refunds__lines", "disputes")
    recount(order)
    tell(order, is_history=is_history, since=since)
    order.save()
    if order.refunds.all():
        settle(order)
