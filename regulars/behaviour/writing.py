"""Writes what was done: thousands of events in one statement, each once, with their tallies."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

_WRITE = """
    WITH given AS (
        SELECT DISTINCT ON (month, message) * FROM json_to_recordset(%s)
            AS said (month date, message uuid, trail bigint, deed bigint, at timestamptz, properties jsonb)
        ORDER BY month, message
    ), written AS (
        INSERT INTO behaviour_done (month, message, trail_id, deed_id, at, properties)
        SELECT month, message, trail, deed, at, properties FROM given ON CONFLICT (month, message) DO NOTHING
        RETURNING message, trail_id, deed_id, at
    ), tallied AS (
        INSERT INTO behaviour_tally AS kept (trail_id, deed_id, times, first_at, last_at)
        SELECT trail_id, deed_id, count(*), min(at), max(at) FROM written GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (trail_id, deed_id) DO UPDATE SET times = kept.times + excluded.times,
            first_at = least(kept.first_at, excluded.first_at), last_at = greatest(kept.last_at, excluded.last_at)
    )
    SELECT message, trail_id, deed_id, at FROM written
"""
_MONTH = """
    CREATE TABLE {name} (LIKE behaviour_done INCLUDING ALL);
    ALTER TABLE behaviour_done ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{next}');
"""


class Given(NamedTuple):
    """An event that may be new."""

    month: date
    message: UUID
    trail: int
    deed: int
    at: datetime
    properties: dict[str, object]


class Written(NamedTuple):
    """An event that was."""

    message: UUID
    trail: int
    deed: int
    at: datetime


def write(events: Sequence[Given]) -> list[Written]:
    """Those of the events that we had not been told before."""
    if not events:
        return []
    make_months({each.month for each in events})
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [json.dumps([_row(each) for each in events], default=str)])
        return [Written(*row) for row in cursor.fetchall()]


def make_months(months: Collection[date]) -> None:
    """Each month has a table of its own, made when the first event of it comes: by one worker, while the others wait."""
    if not _missing(months):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('behaviour_done'))")
        for first, name in _missing(months):
            next = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
            cursor.execute(_MONTH.format(name=name, first=first.isoformat(), next=next.isoformat()))


def _missing(months: Iterable[date]) -> list[tuple[date, str]]:
    names = {first: f"behaviour_done_{first:%Y_%m}" for first in sorted(months)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL", [list(names.values())]
        )
        missing = {name for (name,) in cursor.fetchall()}
    return [(first, name) for first, name in names.items() if name in missing]


def _row(event: Given) -> dict[str, object]:
    return event._asdict() | {
        "month": event.month.isoformat(),
        "message": str(event.message),
        "at": event.at.isoformat(),
    }
