from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from regulars.behaviour.models import Arrival, Source
from regulars.lib.inserting import insert

EVERY = 0.5  # seconds between two notices of one process: each is a lock for all who commit, and the worker takes many at once
MOST_REFUSED = 100  # requests of one source
_rung = {"at": 0.0}


def keep_arrival(source: Source, *, messages: list[Any], sent_at: datetime | None = None) -> Arrival:
    """Write down what a website or program sent, to be read from there."""
    arrival = Arrival(source=source, body=messages, sent_at=sent_at, came_at=timezone.now())
    insert(arrival)
    if time.monotonic() - _rung["at"] > EVERY:
        _rung["at"] = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('deeds', '')")
    return arrival


def keep_refused(source: Source, *, why: str) -> None:
    """Write down why some of what came cannot be taken, for the source's page; of each source so many. What it said of whom is
    not kept: whoever sent it was told, and nobody could forget it."""
    if Arrival.objects.filter(source=source).exclude(error="").count() < MOST_REFUSED:
        Arrival.objects.create(source=source, body=[], error=why[:2000])
