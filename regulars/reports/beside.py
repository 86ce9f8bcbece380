"""The same metrics of each agent, team, channel or topic, one beside the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from regulars.conversations.models import Topic
from regulars.reports.adding import TOTALS, Sum, column, given_totals, plus, rows, spreads
from regulars.reports.asking import Asked
from regulars.reports.figures import EXACT_UP_TO, reckoned, value_of
from regulars.reports.metrics import Metric, Reckoned
from regulars.reports.spread import share_below
from regulars.team.models import Agent, Team

Members = dict[str, dict[str, Sum]]  # by the member, and the metric's word


def of_members(metrics: Sequence[Metric], asked: Asked, *, by: str) -> Members:
    """What each member has of each metric. Raises ValidationError("conditions")."""
    found: Members = defaultdict(lambda: defaultdict(Sum))
    for word, member, number, total in rows(*_added(metrics, asked, by)):
        found[member][word].add(number, total)
    times = [metric for metric in metrics if metric.is_time]
    few = [metric for metric in times if not asked.reads_totals(by) or _number(found, metric) <= EXACT_UP_TO]
    many = [metric for metric in metrics if metric not in few and (metric.is_time or metric.reckon)]
    for word, member, shares in rows(*_medians(few, asked, by)) if few else ():
        found[member][word].median, found[member][word].nine_in_ten = shares
    if many:
        _count(many, asked, by, found)
    return found


def _count(metrics: list[Metric], asked: Asked, by: str, found: Members) -> None:
    """How the lengths and scores of each are spread."""
    added: dict[tuple[str, str], list[int]] = {}
    for kind, member, _day, spread in spreads(metrics, asked, first=asked.first, by=by, at=()):
        added[kind, member] = plus(added.get((kind, member), []), spread)
    for (kind, whose), spread in added.items():
        for metric in metrics:
            if kind in metric.kinds_of(by):
                found[whose][metric.word].count(spread)
    for member in found.values():
        for metric in metrics:
            each = member[metric.word]
            each.median = share_below(each.steps, 0.5) if metric.is_time else None
            each.is_about = each.median is not None


def _number(members: Members, metric: Metric) -> int:
    return sum(each[metric.word].number for each in members.values())


def named(members: Members, *, by: str) -> list[tuple[str, str]]:
    """Each member with its name: those with most first, whoever has none last."""
    if by == "channel":
        names = {member: member for member in members}
    else:
        model = {"agent": Agent, "team": Team, "topic": Topic}[by]
        numbers = [int(member) for member in members if member]
        names = {str(pk): name for pk, name in model.objects.filter(pk__in=numbers).values_list("pk", "name")}
    most = sorted(members, key=lambda member: -max(each.number for each in members[member].values()))
    told = [(member, names.get(member, _("gone"))) for member in most if member]
    return [*told, *([("", _("none"))] if "" in members else [])]


def told(metric: Metric, members: Members, member: str) -> float | None:
    found = members[member].get(metric.word)
    return value_of(metric, found) if found else None


def sure(metric: Metric, members: Members, member: str) -> Reckoned | None:
    """A member's share or score with its interval."""
    found = members[member].get(metric.word)
    return reckoned(metric, found) if found else None


def _given(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[list[str], list[str], list[Any]]:
    """For SQL: each metric's word, one of its kinds, and up to which day it says anything."""
    all_of_them = [(metric.word, kind, asked.told_until(metric)) for metric in metrics for kind in metric.kinds_of(by)]
    words, kinds, lasts = ([each[place] for each in all_of_them] for place in range(3))
    return words, kinds, lasts


_GIVEN = "unnest(%s::text[], %s::text[], %s::date[]) AS given (word, one, until)"


def _member(asked: Asked, by: str) -> str:
    return f"coalesce(reading.{by}::text, '')"


def _added(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[str, list[Any]]:
    words, kinds, lasts = _given(metrics, asked, by)
    if asked.reads_totals(by):
        sql, values = asked.narrowed_totals
        source, member = TOTALS, "member"
        sums = f"sum(number)::bigint, sum({column(asked, 'total')})::bigint"
        parts = given_totals(
            sorted({*kinds}), asked, first=asked.first, by=by, at={last + timedelta(days=1) for last in lasts}
        )
    else:
        sql, values = asked.narrowed
        source, member, parts = "reports_reading", _member(asked, by), []
        sums = f"count(*), sum({column(asked, 'value')})::bigint"
    return (
        f"SELECT word, {member}, {sums} FROM {_GIVEN} "
        f"JOIN {source} AS reading ON reading.kind = given.one AND day BETWEEN %s AND until WHERE {sql} GROUP BY 1, 2",
        [words, kinds, lasts, *parts, asked.first, *values],
    )


def _medians(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[str, list[Any]]:
    sql, values = asked.narrowed
    return (
        f"SELECT word, {_member(asked, by)}, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {column(asked, 'value')}) "
        f"FROM {_GIVEN} JOIN reports_reading AS reading ON reading.kind = given.one AND day BETWEEN %s AND until "
        f"WHERE reading.kind = ANY (%s) AND day BETWEEN %s AND %s AND {sql} GROUP BY 1, 2",  # said twice: so the index is used
        [*(given := _given(metrics, asked, by)), asked.first, given[1], asked.first, asked.last, *values],
    )
