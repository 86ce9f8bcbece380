"""Tells timelines what customers did, as soon as we know whose doing it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from regulars.customers.actor import Actor
from regulars.customers.events import Event
from regulars.customers.timeline import backfill, record

HISTORY = timedelta(days=7)  # what is older is on the timeline with its own time, and no rule answers it


def tell(event: Event, *, customer: int, by: Actor, at: datetime) -> None:
    if at < timezone.now() - HISTORY:
        backfill([(event, customer, at)], by=by)
    else:
        record(event, customer=customer, by=by, at=at)
