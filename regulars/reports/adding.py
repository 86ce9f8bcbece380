"""Readings and totals, added up: what every number of reports is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import add
from typing import Any

from django.db import connection

from regulars.reports.asking import Asked, parted
from regulars.reports.metrics import Metric

TOTALS = """(SELECT * FROM reports_total WHERE by = %s AND kind = ANY (%s) AND day = ANY (%s)
    UNION ALL SELECT * FROM reports_week WHERE by = %s AND kind = ANY (%s) AND day = ANY (%s))"""


@dataclass
class Sum:
    """Readings added up."""

    number: int = 0
    total: int = 0
    spread: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    median: float | None = None
    nine_in_ten: float | None = None  # nine of ten took no longer
    is_about: bool = False  # the median is told from steps

    def add(self, number: int, total: int) -> None:
        self.number += number
        self.total += total

    def count(self, spread: Sequence[int]) -> None:
        for step, many in enumerate(spread):
            if many:
                self.spread[step] += many

    @property
    def steps(self) -> list[int]:
        return [self.spread[index] for index in range(max(self.spread, default=-1) + 1)]


def spreads(
    metrics: Sequence[Metric],
    asked: Asked,
    *,
    first: date,
    at: Collection[date] | None = None,
    by: str = "",
    step: str = "value",
    given: Sequence[Any] = (),
) -> list[tuple[str, str, date, list[int]]]:
    """(kind, member, day, how many readings there are in each step): by the totals of each day or week, and there may be several of one.

    Where only some conversations count, or not all have been read, of readings whose `step` says where they are counted. Lists are added up here:
    PostgreSQL takes ten times as long for it.
    """
    kinds = sorted({kind for metric in metrics for kind in metric.kinds_of(by)})
    if asked.reads_totals(by):
        sql, values = asked.narrowed_totals
        return rows(
            f"SELECT kind, member, day, {column(asked, 'spread')} FROM {TOTALS} AS reading WHERE {sql}",
            [*given_totals(kinds, asked, first=first, by=by, at=at), *values],
        )
    sql, values = asked.narrowed
    member = f"coalesce(reading.{by}::text, '')" if by else "''"
    found = rows(
        f"SELECT kind, {member}, day, {step}, count(*) FROM reports_reading AS reading "
        f"WHERE kind = ANY (%s) AND day BETWEEN %s AND %s AND {sql} GROUP BY 1, 2, 3, 4",
        [*given, kinds, first, asked.last, *values],
    )
    return [(kind, member, day, [0] * place + [many]) for kind, member, day, place, many in found]


def given_totals(kinds: Sequence[str], asked: Asked, *, first: date, by: str, at: Collection[date] | None) -> list[Any]:
    """For `TOTALS`: of which days and weeks, so that each part of the time is a sum of few. `at` None: of days alone."""
    by = by or asked.by or ""
    parts = [first + timedelta(days=each) for each in range((asked.last - first).days + 1)], []
    if at is not None:
        parts = parted(first, asked.last, at=at)
    return [value for part in parts for value in (by, list(kinds), part)]


def plus(one: list[int], other: list[int]) -> list[int]:
    """Two spreads as one."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return [*map(add, longer, shorter), *longer[len(shorter) :]]


def column(asked: Asked, name: str) -> str:
    """A column of readings or totals, in open time where that is asked for."""
    return f"open_{name}" if asked.is_open_time and name == "spread" else _open_or_not(asked, name)


def _open_or_not(asked: Asked, name: str) -> str:
    if not asked.is_open_time:
        return name
    # What is no length has no open time, and counts as it is.
    return (
        f"coalesce(open_{name}, {name})"
        if name == "value"
        else f"CASE WHEN spread = '{{}}' THEN {name} ELSE open_{name} END"
    )


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
