"""Readings as they are kept: what a conversation was read as before is taken off the totals, what it is read as now is added.

One at a time in the whole house, so that each difference is added to what is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from django.db import connection

from regulars.conversations.continuing import survivors
from regulars.conversations.models import Conversation
from regulars.lib.hours import Hours
from regulars.lib.letters import folded
from regulars.reports import totals
from regulars.reports.models import Reading
from regulars.reports.reading import Value, values_of
from regulars.reports.stories import neighbours, stories_of
from regulars.reports.totals import Row
from regulars.team.days import house_calendar

COLUMNS = Row._fields
Frozen = Mapping[tuple[int, str, datetime, int], int | None]


def read_anew(numbers: Sequence[int], *, zone: tzinfo, are_added_up: bool = True) -> None:
    """Read these conversations, those that they go on in, and those that stand beside them, as they are now."""
    numbers = sorted({*numbers, *survivors(list(numbers)).values()})
    numbers = sorted({*numbers, *neighbours(numbers, _former_customers(numbers))})
    before = _kept(numbers)
    frozen = {(row.conversation, row.kind, row.at, row.value): row.open_value for row in before}
    after = _read(numbers, zone, frozen)
    gone, come = Counter(before), Counter(after)
    gone, come = gone - come, come - gone
    changed = {row.conversation for row in (*gone, *come)}
    if changed:
        _write(changed, [row for row in after if row.conversation in changed])
        if are_added_up:
            totals.follow(come, gone, zone=zone)


def read_first(numbers: Sequence[int], *, zone: tzinfo) -> None:
    """Read these conversations while everything is read: those beside them have their turn, and totals come in the end (`totals.add_up`)."""
    _write(numbers, _read(numbers, zone, {}))


def _read(numbers: Sequence[int], zone: tzinfo, frozen: Frozen) -> list[Row]:
    calendars: dict[int | None, Hours | None] = {}
    return [
        _row(conversation, value, zone, frozen, calendars)
        for conversation, story in stories_of(numbers)
        for value in values_of(story, zone=zone)
    ]


def _kept(numbers: Sequence[int]) -> list[Row]:
    found = Reading.objects.filter(conversation__in=numbers).values_list(*COLUMNS)
    return [Row(*facts, tags and tuple(tags)) for *facts, tags in found]


def _former_customers(numbers: Sequence[int]) -> set[int]:
    """Whose they were read as, and are no more: somebody else now, or gone."""
    now = dict(Conversation.objects.filter(pk__in=numbers).values_list("pk", "customer"))
    read = Reading.objects.filter(conversation__in=numbers).values_list("conversation", "customer").distinct()
    return {customer for number, customer in read if now.get(number) != customer}


def _row(
    conversation: Conversation,
    value: Value,
    zone: tzinfo,
    frozen: Frozen,
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
        priority=conversation.priority,
        language=folded(conversation.customer.language) or None,
        tags=tuple(sorted({*conversation.tags})) or None,
    )


def _open(
    conversation: Conversation, value: Value, frozen: Frozen, calendars: dict[int | None, Hours | None]
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
                copy.write_row(row._replace(tags=row.tags and list(row.tags)))  # psycopg writes a tuple as a record
