from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from regulars.behaviour.models import Arrival, Source
from regulars.lib.inserting import insert


def keep_arrival(source: Source, *, messages: list[Any], sent_at: datetime | None = None) -> Arrival:
    """Write down what a website or program sent, to be read from there."""
    arrival = Arrival(source=source, body=messages, sent_at=sent_at, came_at=timezone.now())
    insert(arrival)
    return arrival
