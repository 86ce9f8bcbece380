"""Readings as they are kept, and their totals: what a conversation was read as before is taken off, what it is read as now is added.

One at a time in the whole house, so that each difference is added to what is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from django.db import connection

from regulars.conversations.continuing import survivors
from regulars.conversations.models import Conversation
from regulars.lib.hours import Hours
from regulars.reports.models import Reading
from regulars.reports.reading import Value, values_of
from regulars.reports.spread import step
from regulars.reports.stories import SURVEYS, neighbours, stories_of
from regulars.team.days import house_calendar

BY = ("", "agent", "team", "channel", "topic")
COLUMNS = (
    "kind", "conversation", "customer", "at", "day", "value", "open_value", "inbox", "channel", "agent", "team", "topic",
)  # fmt: skip
LENGTHS = frozenset({
    "first_reply", "next_reply", "time_to_person", "first_resolution", "resolution", "open_time", "handled", "handled_by",
})  # fmt: skip
SPREAD = LENGTHS | {*SURVEYS, "begun"}


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


def read_anew(numbers: Sequence[int], *, zone: tzinfo) -> None:
    """Read these conversations, those that they go on in, and those that stand beside them, as they are now."""
    numbers = sorted({*numbers, *survivors(list(numbers)).values()})
    numbers = sorted({*numbers, *neighbours(numbers, _former_customers(numbers))})
    before = _kept(numbers)
    frozen = {(row.conversation, row.kind, row.at, row.value): row.open_value for row in before}
    calendars: dict[int | None, Hours | None] = {}
    after = [
        _row(conversation, value, zone, frozen, calendars)
        for conversation, story in stories_of(numbers)
        for value in values_of(story, zone=zone)
    ]
    gone, come = Counter(before), Counter(after)
    gone, come = gone - come, come - gone
    changed = {row.conversation for row in (*gone, *come)}
    if changed:
        _write(changed, [row for row in after if row.conversation in changed])
        _add(come, gone, zone)


def _kept(numbers: Sequence[int]) -> list[Row]:
    return [Row(*each) for each in Reading.objects.filter(conversation__in=numbers).values_list(*COLUMNS)]


def _former_customers(numbers: Sequence[int]) -> set[int]:
    """Whose they were read as, and are no more: somebody else now, or gone."""
    now = dict(Conversation.objects.filter(pk__in=numbers).values_list("pk", "customer"))
    read = Reading.objects.filter(conversation__in=numbers).values_list("conversation", "customer").distinct()
    return {customer for number, customer in read if now.get(number) != customer}


def _row(
    conversation: Conversation,
    value: Value,
    zone: tzinfo,
    frozen: dict[Any, int | None],
    calendars: dict[int | None, Hours | None],
) -> Row:
    return Row(
        kind=value.kind,
        conversation=conversation.pk,
        customer=conversation.customer_id,
        at=value.at,
        day=value.at.astimezone(zone).date(),
        value=value.value,
        open_value=_open(conversation, value, frozen, calendars),
        inbox=conversation.inbox_id,
        channel=conversation.channel,
        agent=value.agent,
        team=conversation.team_id,
        topic=conversation.topic_id,
    )


def _open(
    conversation: Conversation, value: Value, frozen: dict[Any, int | None], calendars: dict[int | None, Hours | None]
) -> int | None:
    """The seconds of a length in which we were open: by the hours of then, so what was read once stays."""
    if value.since is None:
        return None
    key = (conversation.pk, value.kind, value.at, value.value)
    if key in frozen:
        return frozen[key]
    if conversation.team_id not in calendars:
        calendar = (conversation.team and conversation.team.calendar) or house_calendar()
        calendars[conversation.team_id] = calendar.as_hours() if calendar else None
    hours = calendars[conversation.team_id]
    return value.value if hours is None else int(hours.elapsed(value.since, value.at).total_seconds())


def _write(conversations: Iterable[int], rows: Iterable[Row]) -> None:
    table = Reading._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE conversation = ANY (%s)", [list(conversations)])
        with cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _add(come: Counter[Row], gone: Counter[Row], zone: tzinfo) -> None:
    """Add what has come to the totals, and take off what has gone."""
    sums: dict[tuple[str, str, date, int, str], dict[str, Any]] = {}
    for rows, sign in ((come, 1), (gone, -1)):
        for row, times in rows.items():
            for by in BY:
                member = getattr(row, by) if by else None
                key = (row.kind, by, row.day, row.inbox, "" if member is None else str(member))
                total = sums.setdefault(
                    key,
                    {"number": 0, "total": 0, "open_total": 0, "spread": Counter(), "open_spread": Counter()},
                )
                total["number"] += sign * times
                total["total"] += sign * times * row.value
                if row.kind in SPREAD:
                    is_open = row.value if row.open_value is None else row.open_value
                    total["open_total"] += sign * times * is_open
                    total["spread"][_place(row, row.value, zone)] += sign * times
                    total["open_spread"][_place(row, is_open, zone)] += sign * times
    told = [
        dict(zip(("kind", "by", "day", "inbox", "member"), (*key[:2], key[2].isoformat(), *key[3:]), strict=True))
        | sums[key] | {name: _listed(sums[key][name]) for name in ("spread", "open_spread")}
        for key in sorted(sums)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [json.dumps(told)])
        cursor.execute("DELETE FROM reports_total WHERE number = 0")


def _place(row: Row, value: int, zone: tzinfo) -> int:
    """Where a reading is counted: lengths in steps, scores as they are, and what began by its hour."""
    if row.kind in LENGTHS:
        return step(value)
    return value if row.kind in SURVEYS else row.at.astimezone(zone).hour


def _listed(spread: Counter[int]) -> list[int]:
    return [spread[index] for index in range(max(spread, default=-1) + 1)]


_ADD = """
    INSERT INTO reports_total AS kept (kind, by, day, inbox, member, number, total, open_total, spread, open_spread)
    SELECT * FROM jsonb_to_recordset(%s) AS given (kind text, by text, day date, inbox bigint, member text, number bigint,
        total bigint, open_total bigint, spread bigint[], open_spread bigint[])
    ON CONFLICT (kind, by, day, inbox, member) DO UPDATE SET number = kept.number + excluded.number,
        total = kept.total + excluded.total, open_total = kept.open_total + excluded.open_total,
        spread = reports_added(kept.spread, excluded.spread), open_spread = reports_added(kept.open_spread, excluded.open_spread)
"""
