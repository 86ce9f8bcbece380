"""Readings of a day, and of a week, added up: what has come and gone, piece by piece, or everything at once. Both give the same (a test holds them together)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from django.db import connection

from regulars.lib.hours.zones import zone_name
from regulars.reports.spread import LEAST, step
from regulars.reports.stories import SURVEYS

BY = ("", "agent", "team", "channel", "topic", "priority", "language", "tags")  # a reading counts for each of its tags
LENGTHS = frozenset({
    "first_reply", "next_reply", "time_to_person", "first_resolution", "resolution", "open_time", "handled", "handled_by",
})  # fmt: skip
SPREAD = LENGTHS | {*SURVEYS, "begun"}


Key = tuple[str, str, date, int, str]  # kind, by, day, inbox, member
Sums = dict[Key, dict[str, Any]]


class Row(NamedTuple):
    """A reading as it is kept."""

    kind: str
    conversation: int
    customer: int
    at: datetime
    day: date
    value: int
    open_value: int | None
    inbox: int
    channel: str
    agent: int | None
    team: int | None
    topic: int | None
    priority: int
    language: str | None
    tags: tuple[str, ...] | None


def follow(come: Counter[Row], gone: Counter[Row], *, zone: tzinfo) -> None:
    """Add what has come to the totals, and take off what has gone."""
    sums: Sums = {}
    for rows, sign in ((come, 1), (gone, -1)):
        for row, times in rows.items():
            for by, member in _members(row):
                key = (row.kind, by, row.day, row.inbox, member)
                total = sums.setdefault(key, _nothing())
                total["number"] += sign * times
                total["total"] += sign * times * row.value
                if row.kind in SPREAD:
                    is_open = row.value if row.open_value is None else row.open_value
                    total["open_total"] += sign * times * is_open
                    total["spread"][_place(row, row.value, zone)] += sign * times
                    total["open_spread"][_place(row, is_open, zone)] += sign * times
    _keep("reports_total", sums)
    _keep("reports_week", _by_weeks(sums))


def _members(row: Row) -> Iterator[tuple[str, str]]:
    """Under which of BY it is added up, as which member; without a tag under no tags."""
    for by in BY:
        value = getattr(row, by) if by else None
        if by != "tags":
            yield by, "" if value is None else str(value)
    yield from (("tags", tag) for tag in row.tags or ())


def _nothing() -> dict[str, Any]:
    return {"number": 0, "total": 0, "open_total": 0, "spread": Counter(), "open_spread": Counter()}


def _by_weeks(days: Sums) -> Sums:
    weeks: Sums = {}
    for (kind, by, day, inbox, member), total in days.items():
        week = weeks.setdefault((kind, by, day - timedelta(days=day.weekday()), inbox, member), _nothing())
        for name, value in total.items():
            if isinstance(value, Counter):
                week[name].update(value)  # `+` would forget what is less than nothing
            else:
                week[name] += value
    return weeks


def _keep(table: str, sums: Sums) -> None:
    told = [
        dict(zip(("kind", "by", "day", "inbox", "member"), (*key[:2], key[2].isoformat(), *key[3:]), strict=True))
        | sums[key] | {name: _listed(sums[key][name]) for name in ("spread", "open_spread")}
        for key in sorted(sums)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW.format(table), [json.dumps(told)])
        cursor.execute(f"DELETE FROM {table} WHERE number = 0")


def add_up(*, zone: tzinfo) -> None:
    """All totals, of all readings: for when there are none yet. Two questions to the database."""
    facts = {"lengths": [*LENGTHS], "scores": [*SURVEYS], "spread": [*SPREAD], "least": LEAST, "zone": zone_name(zone)}
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, facts)
        cursor.execute(_WEEKS)


def _place(row: Row, value: int, zone: tzinfo) -> int:
    """Where a reading is counted: lengths in steps, scores as they are, and what began by its hour."""
    if row.kind in LENGTHS:
        return step(value)
    return value if row.kind in SURVEYS else row.at.astimezone(zone).hour


def _listed(spread: Counter[int]) -> list[int]:
    return [spread[index] for index in range(max(spread, default=-1) + 1)]


_FOLLOW = """
    INSERT INTO {} AS kept (kind, by, day, inbox, member, number, total, open_total, spread, open_spread)
    SELECT * FROM jsonb_to_recordset(%s) AS given (kind text, by text, day date, inbox bigint, member text, number bigint,
        total bigint, open_total bigint, spread bigint[], open_spread bigint[])
    ON CONFLICT (kind, by, day, inbox, member) DO UPDATE SET number = kept.number + excluded.number,
        total = kept.total + excluded.total, open_total = kept.open_total + excluded.open_total,
        spread = reports_added(kept.spread, excluded.spread), open_spread = reports_added(kept.open_spread, excluded.open_spread)
"""
# Each reading counts for all and for each of its members, as it was and in open hours. Places between which nothing stands are noughts.
# Every step groups and sorts in one order, that of the index: so they are sorted once.
_ADD_UP = """
    INSERT INTO reports_total (kind, by, day, inbox, member, number, total, open_total, spread, open_spread)
    WITH counted AS (
        SELECT kind, day, held.by, inbox, coalesce(held.member, '') AS member, told.is_open, CASE
                WHEN kind = ANY (%(lengths)s) THEN width_bucket(told.value, %(least)s::bigint[])
                WHEN kind = ANY (%(scores)s) THEN told.value
                WHEN kind = ANY (%(spread)s) THEN extract(hour FROM at AT TIME ZONE %(zone)s) END::integer AS place,
            count(*) AS number, sum(told.value) AS total
        FROM reports_reading
        CROSS JOIN LATERAL (VALUES ('', ''), ('agent', agent::text), ('team', team::text), ('channel', channel), ('topic', topic::text),
            ('priority', priority::text), ('language', language) UNION ALL SELECT 'tags', unnest(tags)) AS held (by, member)
        CROSS JOIN LATERAL (VALUES (false, value), (true, coalesce(open_value, value))) AS told (is_open, value)
        WHERE NOT told.is_open OR kind = ANY (%(spread)s) GROUP BY 1, 2, 3, 4, 5, 6, 7
    ), placed AS (
        SELECT *, repeat('0,', place - 1 - coalesce(lag(place) OVER (
            PARTITION BY kind, day, by, inbox, member, is_open ORDER BY place), -1)) || number AS many FROM counted
    )
    SELECT kind, by, day, inbox, member, sum(number) FILTER (WHERE NOT is_open), sum(total) FILTER (WHERE NOT is_open),
        coalesce(sum(total) FILTER (WHERE is_open), 0),
        format('{%%s}', string_agg(many, ',' ORDER BY is_open, place) FILTER (WHERE NOT is_open))::bigint[],
        format('{%%s}', string_agg(many, ',' ORDER BY is_open, place) FILTER (WHERE is_open))::bigint[]
    FROM placed GROUP BY kind, day, by, inbox, member
"""
_WEEKS = """
    INSERT INTO reports_week (kind, by, day, inbox, member, number, total, open_total, spread, open_spread)
    SELECT kind, by, date_trunc('week', day)::date, inbox, member, sum(number), sum(total), sum(open_total),
        reports_sum(spread), reports_sum(open_spread) FROM reports_total GROUP BY 1, 2, 3, 4, 5
"""
