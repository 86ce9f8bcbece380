"""For what points are given: what happens to customers, but not what becomes of their points, nor what we do by ourselves."""

from __future__ import annotations

from datetime import datetime

from regulars.customers.events import Event
from regulars.loyalty.events import UP, TierChanged
from regulars.loyalty.models import Account
from regulars.loyalty.occasions import PURCHASE, Occasion
from regulars.loyalty.periods import start_of

# Orders earn as they are paid, and follow what becomes of them; who is forgotten, or was met by an import, is nobody to be rewarded.
_REFUSED = ("points.", "order.", "refund.", "outreach.", "assistant.", "promise.", "customer.erased", "customer.merged", "customer.unmerged")  # fmt: skip


def refused_as_occasion(kind: str) -> bool:
    return kind != PURCHASE and kind.startswith(_REFUSED)


def key_of(event: Event, occasion: Occasion, *, account: Account, at: datetime) -> str | None:
    """By what it is known again; None when it earns nothing. A tier is rewarded once a year, however often it is lost and reached again."""
    if not isinstance(event, TierChanged):
        return f"event:{occasion.event}"
    if event.direction != UP or event.member != account.pk:
        return None
    clock = account.programme.clock
    year = start_of(at, "year", clock.zone, begins=clock.year_begins)
    return f"tier:{account.pk}:{event.tier}:{year:%Y-%m-%d}"
