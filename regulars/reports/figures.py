"""What the metrics were: over some days, step by step, beside the days before. Two questions for a whole dashboard.

Numbers and shares are sums of totals; lengths are read exactly where there are not too many, else as far as their steps tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regulars.lib.sureness import wilson
from regulars.reports.adding import TOTALS, Sum, column, given_totals, plus, rows, spreads
from regulars.reports.asking import Asked, floor, places
from regulars.reports.metrics import LEVEL, NUMBER, SCORE, SHARE, Metric, Reckoned
from regulars.reports.spread import STEPS_IN_TWICE, share_below
from regulars.reports.statistics import lengths_differ, numbers_differ, shares_differ
from regulars.surveys.numbers import has_changed

EXACT_UP_TO = 2_000  # lengths that are sorted; above, a median is told from how many are in each step


@dataclass(frozen=True)
class Point:
    day: date
    value: float | None  # None: there was nothing to measure
    number: int


@dataclass(frozen=True)
class Figure:
    """A metric over the days that were asked for: seconds, a share of 1, how many, or what scores come to."""

    metric: Metric
    value: float | None
    number: int  # of readings behind it
    before: float | None
    is_other: bool  # than before, by more than chance
    points: list[Point]
    mean: float | None = None
    nine_in_ten: float | None = None
    interval: Reckoned | None = None  # of shares in hundredths
    is_about: bool = False  # told from steps

    @property
    def is_better(self) -> bool | None:
        """Than the days before; None where it is not sure, or where neither is better."""
        if not self.is_other or not self.metric.better or self.value is None or self.before is None:
            return None
        return (self.value < self.before) == (self.metric.better == "less")


def figures(metrics: Sequence[Metric], asked: Asked) -> list[Figure]:
    """Each metric over these days. Raises ValidationError("conditions")."""
    sums = _sums([metric for metric in metrics if metric.unit != LEVEL], asked)
    return [
        level(metric, asked) if metric.unit == LEVEL else _figure(metric, asked, sums[metric.word])
        for metric in metrics
    ]


def level(metric: Metric, asked: Asked) -> Figure:
    """How many there were at the end of each day: the first kind came in, the second went out, since the beginning."""
    came, _went = metric.kinds
    number, source, given = _changes(metric, asked)
    found = rows(
        f"SELECT greatest(day, %s), sum(CASE WHEN kind = %s THEN {number} ELSE -{number} END)::bigint FROM {source} GROUP BY 1 ORDER BY 1",
        [asked.first - timedelta(days=1), came, *given],
    )
    changes, there, before = dict(found), 0, 0
    points: dict[date, Point] = {}
    day = asked.first - timedelta(days=1)
    while day <= asked.last:
        there += changes.get(day, 0)
        if day < asked.first:
            before = there
        else:
            points[floor(day, asked.step)] = Point(floor(day, asked.step), there, there)
        day += timedelta(days=1)
    return Figure(metric, there, there, before, numbers_differ(there, before), list(points.values()))


def _figure(metric: Metric, asked: Asked, sums: dict[Any, Sum]) -> Figure:
    now, before = sums["now"], sums["before"]
    points = [
        Point(day, value_of(metric, sums[day]) if day in sums else _none(metric), sums[day].number)
        for day in places(asked)
    ]
    return Figure(
        metric=metric,
        value=value_of(metric, now),
        number=now.number,
        before=value_of(metric, before),
        is_other=_is_other(metric, asked, sums),
        points=points,
        mean=now.total / now.number if metric.is_time and now.number else None,
        nine_in_ten=now.nine_in_ten,
        interval=reckoned(metric, now),
        is_about=metric.is_time and asked.reads_totals() and now.number > EXACT_UP_TO,
    )


def value_of(metric: Metric, found: Sum) -> float | None:
    """The metric of readings that were added up."""
    if metric.unit == NUMBER:
        return found.total
    if metric.unit == SHARE:
        return found.total / found.number if found.number else None
    if metric.unit == SCORE:
        score = reckoned(metric, found)
        return score.value if score else None
    return found.median


def reckoned(metric: Metric, found: Sum) -> Reckoned | None:
    """A share or score with its interval; None of anything else, and of none."""
    if metric.unit == SHARE:
        return wilson(found.total, found.number)
    return metric.reckon(found.spread) if metric.reckon else None


def _none(metric: Metric) -> float | None:
    return 0 if metric.unit == NUMBER else None


def _is_other(metric: Metric, asked: Asked, sums: dict[Any, Sum]) -> bool:
    now, before = sums["now"], sums["before"]
    if metric.unit == NUMBER:
        return more_or_fewer(sums["whole"].total, before.total, asked, all_of_them=now.total)
    if metric.unit == SHARE:
        return shares_differ(now.total, now.number, before.total, before.number)
    if metric.unit == SCORE:
        return has_changed(reckoned(metric, before), reckoned(metric, now))
    return lengths_differ(now.steps, before.steps)


def more_or_fewer(whole: int, before: int, asked: Asked, *, all_of_them: int) -> bool:
    """Whether the days that are over brought other numbers than as many before; and what today has brought so far does not hide it."""
    is_more = whole > asked.whole_part * before
    return is_more == (all_of_them > before) and numbers_differ(whole, before, part=asked.whole_part)


def _sums(metrics: Sequence[Metric], asked: Asked) -> dict[str, dict[Any, Sum]]:
    sums: dict[str, dict[Any, Sum]] = {metric.word: defaultdict(Sum) for metric in metrics}
    of_kind: dict[str, list[Metric]] = defaultdict(list)
    for metric in metrics:
        for kind in metric.kinds:
            of_kind[kind].append(metric)
    for kind, day, number, total in _added(list(of_kind), asked, at=_parts(metrics, asked)):
        for metric in of_kind[kind]:
            for place in _places_of(metric, day, asked):
                sums[metric.word][place].add(number, total)
    if spread := [metric for metric in metrics if metric.is_time or metric.reckon]:
        _measure(spread, asked, sums)
    return sums


def _places_of(metric: Metric, day: date, asked: Asked) -> tuple[Any, ...]:
    if day > asked.told_until(metric):
        return ()
    if day < asked.first:
        return ("before",)
    return ("now", floor(day, asked.step), *(("whole",) if day <= asked.whole_until else ()))


def _parts(metrics: Sequence[Metric], asked: Asked) -> set[date] | None:
    """Where the days are parted, so that no week is on both sides; None where a line has a point for each day."""
    if asked.step == "day":
        return None
    ends = {asked.first - timedelta(days=1), asked.whole_until, *(asked.told_until(metric) for metric in metrics)}
    months = places(asked) if asked.step == "month" else ()
    return {*(end + timedelta(days=1) for end in ends), *months}


def _added(kinds: list[str], asked: Asked, *, at: set[date] | None) -> list[tuple[str, date, int, int]]:
    """(kind, day, how many, their sum), from the days before on; of some days as weeks."""
    first = asked.before.first
    if asked.reads_totals():
        sql, values = asked.narrowed_totals
        return rows(
            f"SELECT kind, day, sum(number)::bigint, sum({column(asked, 'total')})::bigint FROM {TOTALS} AS reading "
            f"WHERE {sql} GROUP BY kind, day",
            [*given_totals(kinds, asked, first=first, by="", at=at), *values],
        )
    sql, values = asked.narrowed
    return rows(
        f"SELECT kind, day, count(*), sum({column(asked, 'value')})::bigint FROM reports_reading AS reading "
        f"WHERE kind = ANY (%s) AND day BETWEEN %s AND %s AND {sql} GROUP BY kind, day",
        [kinds, first, asked.last, *values],
    )


def _changes(metric: Metric, asked: Asked) -> tuple[str, str, list[Any]]:
    """What says how many came or went, and where since the beginning: totals, of weeks where they are over before the first day; or readings."""
    if asked.by is None:
        sql, values = asked.narrowed
        return (
            "1",
            f"reports_reading AS reading WHERE kind = ANY (%s) AND day <= %s AND {sql}",
            [list(metric.kinds), asked.last, *values],
        )
    sql, values = asked.narrowed_totals
    monday = floor(asked.first, "week")
    source = f"""(SELECT * FROM reports_week WHERE by = %s AND kind = ANY (%s) AND day < %s
        UNION ALL SELECT * FROM reports_total WHERE by = %s AND kind = ANY (%s) AND day BETWEEN %s AND %s) AS reading WHERE {sql}"""
    of_members = [asked.by, list(metric.kinds), monday]
    return "number", source, [*of_members, *of_members, asked.last, *values]


def _measure(metrics: list[Metric], asked: Asked, sums: dict[str, dict[Any, Sum]]) -> None:
    """Medians, and how lengths and scores are spread."""
    times = [metric for metric in metrics if metric.is_time]
    few = [metric for metric in times if not asked.reads_totals() or sums[metric.word]["now"].number <= EXACT_UP_TO]
    many = [metric for metric in metrics if metric not in few]
    if few:
        _exactly(few, asked, sums)
    if many:
        _by_steps(many, asked, sums)


def _exactly(metrics: list[Metric], asked: Asked, sums: dict[str, dict[Any, Sum]]) -> None:
    sql, values = asked.narrowed
    length, words, kinds = column(asked, "value"), *_pairs(metrics)
    found = rows(
        f"""
        WITH length AS MATERIALIZED (
            SELECT word, day, {length} AS seconds FROM unnest(%s::text[], %s::text[]) AS given (word, one)
            JOIN reports_reading AS reading ON reading.kind = given.one AND reading.kind = ANY (%s) WHERE day BETWEEN %s AND %s AND {sql})
        SELECT word, NULL::integer, date_trunc('{asked.step}', day)::date, day < %s,
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds), NULL::bigint
        FROM length GROUP BY GROUPING SETS ((1, 4), (1, 3, 4))
        UNION ALL SELECT word, {_STEP}, NULL, day < %s, NULL, count(*) FROM length GROUP BY 1, 2, 4
        """,
        [words, kinds, kinds, asked.before.first, asked.last, *values, asked.first, asked.first],
    )  # fmt: skip
    for word, step, day, is_before, shares, number in found:
        if number is not None:
            sums[word]["before" if is_before else "now"].spread[step] = number
        elif day is None or not is_before:
            place = sums[word]["before" if is_before else "now"] if day is None else sums[word][day]
            place.median, place.nine_in_ten = shares


def _by_steps(metrics: list[Metric], asked: Asked, sums: dict[str, dict[Any, Sum]]) -> None:
    added: dict[tuple[str, Any], list[int]] = {}
    for kind, _member, day, spread in spreads(metrics, asked, first=asked.before.first, at=_parts(metrics, asked)):
        key = (kind, "before" if day < asked.first else floor(day, asked.step))
        added[key] = plus(added.get(key, []), spread)
    for metric in metrics:
        for (kind, place), spread in added.items():
            for each in (place,) if place == "before" else ("now", place):
                if kind in metric.kinds:
                    sums[metric.word][each].count(spread)
        for each in sums[metric.word].values() if metric.is_time else ():
            each.median, each.nine_in_ten = share_below(each.steps, 0.5), share_below(each.steps, 0.9)


def _pairs(metrics: list[Metric]) -> tuple[list[str], list[str]]:
    pairs = [(metric.word, kind) for metric in metrics for kind in metric.kinds]
    return [word for word, _kind in pairs], [kind for _word, kind in pairs]


_STEP = (
    f"CASE WHEN seconds >= 1 THEN least(104, 1 + floor({STEPS_IN_TWICE} * ln(seconds) / ln(2.0)))::integer ELSE 0 END"
)
