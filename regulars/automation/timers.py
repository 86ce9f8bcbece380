"""Timers agree with the conversations they are about: set when a wait begins, moved when another begins, gone when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from regulars.automation.models import Timer
from regulars.automation.rulebook import Ready
from regulars.automation.waits import WAITS
from regulars.conversations.models import Conversation
from regulars.lib.hours import Hours, NeverOpen
from regulars.team.days import house_calendar
from regulars.team.models import Team

# A wait that has rung keeps its row, without a time, so that it is known to have; only another beginning is another wait.
_SET = """
    INSERT INTO automation_timer AS timer (rule_id, conversation_id, since, due_at, because)
    SELECT wanted.*, %s::bigint FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
        AS wanted (rule, conversation, since, due)
    ORDER BY rule, conversation
    ON CONFLICT (rule_id, conversation_id) DO UPDATE SET since = excluded.since, due_at = excluded.due_at,
        because = CASE WHEN timer.since = excluded.since THEN timer.because ELSE excluded.because END
    WHERE {when} RETURNING pg_notify('timers', '')
"""
_MOVED = "timer.since <> excluded.since OR timer.due_at <> excluded.due_at"
_SAME_WAIT = "timer.since = excluded.since AND timer.due_at <> excluded.due_at"
_HOURS = """
    SELECT coalesce(md5(string_agg(said, '' ORDER BY said)), '') FROM (
        SELECT (id, hours, time_zone, holidays, is_default)::text AS said FROM team_calendar
        UNION ALL SELECT (id, calendar_id)::text FROM team_team WHERE calendar_id IS NOT NULL) AS hours
"""
Row = tuple[int, int, datetime, datetime]


def since(conversations: QuerySet[Conversation], rules: Iterable[Ready]) -> QuerySet[Any]:
    """The conversations as plain rows: pk, team_id, and for each wait of these rules since when it goes on."""
    waits = {_column(ready): WAITS[ready.trigger.wait].since for ready in rules}
    return conversations.order_by("pk").annotate(**waits).values("pk", "team_id", *waits)


def set_timers(conversations: QuerySet[Conversation], rules: Sequence[Ready], *, because: int | None) -> None:
    """Let the timers of these rules for these conversations be as they must be."""
    rows = list(since(conversations, rules))
    kept = _write(rules, rows, when=_MOVED, because=because)
    there = Timer.objects.filter(
        rule__in=[ready.rule.pk for ready in rules], conversation__in=[row["pk"] for row in rows]
    )
    gone = [pk for pk, *key in there.values_list("pk", "rule_id", "conversation_id") if tuple(key) not in kept]
    if gone:
        Timer.objects.filter(pk__in=gone).delete()


def add_timers(conversations: QuerySet[Conversation], ready: Ready) -> None:
    """Set the timers of a rule for conversations that wait already. What began since they were read stays."""
    _write([ready], list(since(conversations, [ready])), when=_SAME_WAIT, because=None)


def hours_now() -> str:
    """Another word whenever the working hours of the house or of a team are others."""
    with connection.cursor() as cursor:
        cursor.execute(_HOURS)
        return cursor.fetchone()[0]


def hours_of(ready: Ready) -> Callable[[int | None], Hours | None]:
    """The hours that the rule counts by, for the id of a team; None when time always passes. Each team's are read once."""
    return cache(_hours_of) if ready.trigger.in_hours else lambda _team: None


def due(ready: Ready, began_at: datetime, *, hours: Hours | None) -> datetime | None:
    """When a wait has lasted as long as the rule says; None in a house that never opens."""
    try:
        return (
            hours.deadline(began_at, ready.trigger.after / timedelta(minutes=1))
            if hours
            else began_at + ready.trigger.after
        )
    except NeverOpen:
        return None


def began(ready: Ready, row: dict[str, Any]) -> datetime | None:
    """Since when the rule's wait goes on, in a row of `since`."""
    return row[_column(ready)]


def _write(
    rules: Iterable[Ready], rows: list[dict[str, Any]], *, when: str, because: int | None
) -> set[tuple[int, int]]:
    wanted = [row for ready in rules for row in _wanted(ready, rows)]
    if wanted:
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*wanted, strict=True)]
            cursor.execute(_SET.format(when=when), [because, *columns])
    return {(rule, conversation) for rule, conversation, *_times in wanted}


def _wanted(ready: Ready, rows: list[dict[str, Any]]) -> Iterable[Row]:
    hours = hours_of(ready)
    for row in rows:
        began_at = began(ready, row)
        due_at = began_at and due(ready, began_at, hours=hours(row["team_id"]))
        if due_at and (ready.rule.timed_from is None or due_at >= ready.rule.timed_from):
            yield ready.rule.pk, row["pk"], began_at, due_at


def _column(ready: Ready) -> str:
    return f"since_{ready.trigger.wait.replace(' ', '_')}"


def _hours_of(team_id: int | None) -> Hours | None:
    """The team's hours, or the house's; none when nobody has said any."""
    team = (
        Team.objects.select_related("calendar").filter(pk=team_id, calendar__isnull=False).first() if team_id else None
    )
    calendar = team.calendar if team else house_calendar()
    return calendar.as_hours() if calendar else None
