"""What ends every change of an order."""

from __future__ import annotations

from datetime import datetime

from regulars.commerce.milestones import tell
from regulars.commerce.models import Order
from regulars.commerce.reckoning import recount
from regulars.commerce.settling import settle


def finish(order: Order, *, is_history: bool = False, since: datetime | None = None) -> None:
    """Count anew, tell what has happened, and settle the returns that are refunded by it. `order` is held by the caller."""
    recount(order)
    tell(order, is_history=is_history, since=since)
    settle(order)
