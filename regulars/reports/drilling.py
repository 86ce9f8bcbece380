"""The conversations behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.reports.adding import column, rows
from regulars.reports.asking import Asked
from regulars.reports.beside import named
from regulars.reports.metrics import LEVEL, SCORE, SHARE, Metric
from regulars.reports.stories import families
from regulars.reports.words import length
from regulars.surveys.models import Opinion
from regulars.team.days import house_zone
from regulars.ui.moments import Times

PAGE = 50
ORDERS = ("newest", "most", "least")


@dataclass(frozen=True)
class Drill:
    """Which part of the readings: of one member, on one step of the line, in an order, from a place on."""

    by: str = ""
    member: str = ""
    order: str = "newest"
    skip: int = 0


def read_drill(query: QueryDict) -> Drill:
    by, order, skip = query.get("by", ""), query.get("order", ""), query.get("skip", "")
    return Drill(
        by=by if by in ("agent", "team", "channel", "topic") else "",
        member=query.get("member", "")[:20],
        order=order if order in ORDERS else "newest",
        skip=min(int(skip), 100_000) if skip.isdecimal() and len(skip) < 9 else 0,
    )


def readings(metric: Metric, asked: Asked, drill: Drill, *, most: int = PAGE) -> list[tuple[Any, ...]]:
    """(conversation, when, value, agent) of so many and one more. Raises ValidationError("conditions")."""
    if metric.unit == LEVEL:
        return _there(asked, drill, most)
    sql, values = asked.narrowed
    value, kinds = column(asked, "value"), metric.kinds_of(drill.by)
    kind = " OR ".join(["kind = %s"] * len(kinds))
    # Days go as instants do: said as well, the newest are found from the end of the index.
    order = {"newest": "day DESC, at DESC", "most": f"{value} DESC, at DESC", "least": f"{value}, at DESC"}[drill.order]
    return rows(
        f"SELECT conversation, at, {value}, agent FROM reports_reading AS reading WHERE ({kind}) "
        f"AND day BETWEEN %s AND %s AND {sql} AND {_of(drill)} ORDER BY {order}, id OFFSET %s LIMIT %s",
        [*kinds, asked.first, asked.told_until(metric), *values, *([drill.member] if drill.by else []), drill.skip, most + 1],
    )  # fmt: skip


def reading_rows(metric: Metric, found: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Ready for a page."""
    about = Conversation.objects.select_related("customer").in_bulk([each[0] for each in found])
    names = dict(named({str(agent): {"": _One} for *_rest, agent in found if agent}, by="agent"))
    times, comments = Times(), _comments(metric, list(about))
    return [
        {
            "number": number,
            "conversation": about[number],
            "when": times.moment(at),
            "at": at,
            "value": value_words(metric, value),
            "plain": value,
            "agent": names.get(str(agent), ""),
            "comment": comments.get((number, at), ""),
        }
        for number, at, value, agent in found
        if number in about
    ]


def _comments(metric: Metric, numbers: list[int]) -> dict[tuple[int, Any], str]:
    """What customers wrote beside a score."""
    if metric.unit != SCORE:
        return {}
    family = families(numbers)
    given = Opinion.objects.counted().filter(conversation__in=list(family), survey__kind=metric.word)
    return {(family[number], at): comment for number, at, comment in given.values_list("conversation", "at", "comment")}


def value_words(metric: Metric, value: int) -> str:
    """One reading: a length, yes or no, or how many."""
    if metric.is_time or metric.unit == LEVEL:
        return length(value)
    if metric.most:
        return _("%(score)d of %(most)d") % {"score": value, "most": metric.most}
    return (_("yes") if value else _("no")) if metric.unit == SHARE else str(value)


def _there(asked: Asked, drill: Drill, most: int) -> list[tuple[Any, ...]]:
    """What was not resolved at the end of the last day, with how long ago it began."""
    sql, values = asked.narrowed
    _since, until = asked.instants(house_zone())
    order = "2 DESC" if drill.order != "most" else "2"
    return rows(
        f"SELECT conversation, min(at), extract(epoch FROM least(%s, now()) - min(at))::bigint, NULL FROM reports_reading AS reading "
        f"JOIN conversations_conversation AS held ON held.id = conversation AND (held.resolved_at IS NULL OR held.resolved_at >= %s) "
        f"WHERE kind IN ('came_in', 'went_out') AND day <= %s AND {sql} AND {_of(drill)} GROUP BY conversation "
        f"HAVING sum(CASE WHEN kind = 'came_in' THEN 1 ELSE -1 END) > 0 ORDER BY {order}, 1 OFFSET %s LIMIT %s",
        [until, until, asked.last, *values, *([drill.member] if drill.by else []), drill.skip, most + 1],
    )


def _of(drill: Drill) -> str:
    return f"coalesce(reading.{drill.by}::text, '') = %s" if drill.by else "true"


class _One:
    number = 1
