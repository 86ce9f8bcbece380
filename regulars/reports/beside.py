"""The same metrics of each agent, team, channel or topic, one beside the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.conversations.models import Topic
from regulars.reports.asking import Asked
from regulars.reports.figures import EXACT_UP_TO, Sum, column, rows, value_of
from regulars.reports.metrics import Metric
from regulars.reports.spread import share_below
from regulars.team.models import Agent, Team

Members = dict[str, dict[str, Sum]]  # by the member, and the metric's word


def of_members(metrics: Sequence[Metric], asked: Asked, *, by: str) -> Members:
    """What each member has of each metric. Raises ValidationError("conditions")."""
    found: Members = defaultdict(lambda: defaultdict(Sum))
    for word, member, number, total in rows(*_added(metrics, asked, by)):
        found[member][word].add(number, total)
    times = [metric for metric in metrics if metric.is_time]
    if not times:
        return found
    is_exact = asked.is_narrowed or sum(each[times[0].word].number for each in found.values()) <= EXACT_UP_TO
    if is_exact:
        for word, member, shares in rows(*_medians(times, asked, by)):
            found[member][word].median, found[member][word].nine_in_ten = shares
        return found
    for word, member, step, number in rows(*_steps(times, asked, by)):
        found[member][word].spread[step] += number
    for member in found.values():
        for metric in times:
            member[metric.word].median = share_below(member[metric.word].steps, 0.5)
    return found


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


def _given(metrics: Sequence[Metric], asked: Asked) -> tuple[list[str], list[str], list[Any]]:
    """For SQL: each metric's word, one of its kinds, and up to which day it says anything."""
    all_of_them = [(metric.word, kind, asked.told_until(metric)) for metric in metrics for kind in metric.kinds]
    words, kinds, lasts = ([each[place] for each in all_of_them] for place in range(3))
    return words, kinds, lasts


_GIVEN = "unnest(%s::text[], %s::text[], %s::date[]) AS given (word, one, until)"


def _member(asked: Asked, by: str) -> str:
    return f"coalesce(reading.{by}::text, '')"


def _added(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[str, list[Any]]:
    sql, values = asked.narrowed
    if asked.is_narrowed:
        source, member = "reports_reading", _member(asked, by)
        sums, only = f"count(*), sum({column(asked, 'value')})", "true"
    else:
        source, member, sums, only = (
            "reports_total",
            "member",
            f"sum(number), sum({column(asked, 'total')})",
            f"by = '{by}'",
        )
    one, other = sums.split(", ", 1)
    return (
        f"SELECT word, {member}, ({one})::bigint, ({other})::bigint FROM {_GIVEN} "
        f"JOIN {source} AS reading ON reading.kind = given.one AND day BETWEEN %s AND until "
        f"WHERE {only} AND {sql} GROUP BY 1, 2",
        [*_given(metrics, asked), asked.first, *values],
    )


def _medians(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[str, list[Any]]:
    sql, values = asked.narrowed
    return (
        f"SELECT word, {_member(asked, by)}, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {column(asked, 'value')}) "
        f"FROM {_GIVEN} JOIN reports_reading AS reading ON reading.kind = given.one AND day BETWEEN %s AND until "
        f"WHERE {sql} GROUP BY 1, 2",
        [*_given(metrics, asked), asked.first, *values],
    )


def _steps(metrics: Sequence[Metric], asked: Asked, by: str) -> tuple[str, list[Any]]:
    sql, values = asked.narrowed
    return (
        f"SELECT word, member, place - 1, sum(many)::bigint FROM {_GIVEN} "
        f"JOIN reports_total AS reading ON reading.kind = given.one AND day BETWEEN %s AND until, "
        f"unnest({column(asked, 'spread')}) WITH ORDINALITY AS list (many, place) WHERE by = %s AND {sql} GROUP BY 1, 2, 3",
        [*_given(metrics, asked), asked.first, by, *values],
    )
