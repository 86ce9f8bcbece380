"""In whose company somebody is: by their tier, how often they buy and how lately. Who is in one cell is likely to like the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max

from regulars.commerce.models import Order
from regulars.loyalty.models import Account

A_YEAR, LATELY = timedelta(days=365), timedelta(days=60)
OFTEN = ((5, "often"), (2, "some"), (1, "once"))


def cell_of(account: Account, *, now: datetime) -> str:
    """“gold often lately”. Money says little beside the tier, which is made of it."""
    theirs = Order.objects.counted().filter(customer=account.customer_id, placed_at__gt=now - A_YEAR)
    known = theirs.aggregate(many=Count("pk"), newest=Max("placed_at"))
    often = next((word for least, word in OFTEN if known["many"] >= least), "never")
    is_lately = known["newest"] is not None and known["newest"] > now - LATELY
    return f"{account.tier or '-'} {often} {'lately' if is_lately else 'long ago'}"
