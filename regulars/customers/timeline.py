"""The one timeline, and the one door to it: `record`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from regulars.customers.actor import Actor
from regulars.customers.events import CATALOGUE, Event
from regulars.customers.models import Customer, Listening, TimelineEvent
from regulars.lib.gathering import write
from regulars.lib.inserting import insert_all

Effect = Callable[..., None]

# Events, reactions and notices in one statement: this is the most frequent write of all. As JSON, they are the cheapest to hand over.
_RECORD = """
    WITH given AS (
        SELECT nextval('customers_timelineevent_id_seq') AS id, said.*, said_at::timestamptz AS at
        FROM ROWS FROM (json_to_recordset(%s) AS (customer_id bigint, kind text, facts jsonb, about text, by text, because bigint,
            said_at text, reactions text, topics json))
        WITH ORDINALITY AS said (customer_id, kind, facts, about, by, because, said_at, reactions, topics, place)
    ), written AS (
        INSERT INTO customers_timelineevent (id, customer_id, kind, facts, about, by, because, at)
        SELECT id, customer_id, kind, facts, about, by, because, at FROM given
    ), owed AS (
        INSERT INTO customers_reaction (event_id, customer_id, name, state, attempts, due_at, error)
        SELECT id, customer_id, ltrim(reaction, '?'), 'waiting', 0, statement_timestamp(), ''
        FROM given, unnest(string_to_array(reactions, ' ')) AS reaction
        WHERE left(reaction, 1) <> '?' OR EXISTS (
            SELECT FROM customers_listening AS listening WHERE reaction = '?' || listening.name AND given.kind = ANY (listening.kinds))
        ORDER BY place RETURNING event_id
    )
    SELECT id, pg_notify('live', json_build_object('id', id, 'kind', kind, 'topics', topics, 'at', said_at)::text),
        CASE WHEN id IN (SELECT event_id FROM owed) THEN pg_notify('reactions', '') END
    FROM given ORDER BY place
"""

_cause: ContextVar[int | None] = ContextVar("cause", default=None)


def record(event: Event, *, customer: Customer | int, by: Actor, at: datetime | None = None) -> TimelineEvent:
    """Write an event on the customer's timeline, tell open pages, and ask for the reactions to it.

    All of it becomes true with the caller's transaction or not at all, so a verb records in the transaction of its change.
    Inside `gathered()` it is written at the end of that, and has no id until then.
    """
    return record_all([event], customer=customer, by=by, at=at)[0]


def record_all(
    events: Sequence[Event], *, customer: Customer | int, by: Actor, at: datetime | None = None
) -> list[TimelineEvent]:
    """`record` for several events of one moment, for the price of one."""
    _inside_a_transaction()
    rows = [_row(event, customer, by, at) for event in events]
    write(rows, by=_written)
    return rows


def backfill(events: Sequence[tuple[Event, Customer | int, datetime]], *, by: Actor) -> None:
    """Write history: events with their own times, without reactions and without telling open pages."""
    write([_row(event, customer, by, at) for event, customer, at in events], by=_filed)


def _filed(rows: list[TimelineEvent]) -> None:
    for start in range(0, len(rows), 1000):
        insert_all(rows[start : start + 1000])


@contextmanager
def because_of(event_id: int | None) -> Iterator[None]:
    """What is recorded inside follows from this event."""
    token = _cause.set(event_id)
    try:
        yield
    finally:
        _cause.reset(token)


def cause() -> int | None:
    """The event that what we do now follows from."""
    return _cause.get()


@cache
def _named_reactions() -> dict[type[Event], dict[str, Effect]]:
    table: dict[type[Event], list[Effect]] = import_string(settings.REACTIONS)
    return {kind: {_name_of(effect): effect for effect in effects} for kind, effects in table.items()}


@cache
def reactions_to(kind: type[Event]) -> dict[str, Effect]:
    """What follows from events of this kind, by name; what follows from every event stands under `Event`."""
    return {
        name: effect
        for each, effects in _named_reactions().items()
        if issubclass(kind, each)
        for name, effect in effects.items()
    }


def on_request(effect: Effect) -> Effect:
    """Let this reaction follow only from the kinds that `listen` names: one that nobody needs now costs nothing."""
    effect.is_on_request = True  # type: ignore[attr-defined]
    return effect


def follows_if(asks: Callable[[Event], bool]) -> Callable[[Effect], Effect]:
    """Let this reaction follow only from events of which this is true by their facts alone: of others it costs nothing."""

    def marked(effect: Effect) -> Effect:
        effect.follows_if = asks  # type: ignore[attr-defined]
        return effect

    return marked


def listen(effect: Effect, *, kinds: Iterable[str]) -> None:
    """From when this transaction ends, the reaction follows from events of these kinds, and of no others."""
    Listening.objects.update_or_create(name=_name_of(effect), defaults={"kinds": sorted(set(kinds))})


def position() -> int:
    """The newest event's id: where a page that opens now stands in the stream."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {TimelineEvent._meta.db_table}")
        return cursor.fetchone()[0] or 0


def since(after: int, *, limit: int) -> list[dict[str, Any]]:
    """What open pages were told after this position, oldest first, in the words they were told."""
    return [told_of(row) for row in TimelineEvent.objects.filter(pk__gt=after).order_by("pk")[:limit]]


def topics_of(row: TimelineEvent) -> list[str]:
    """The live topics that an event is told on. A kind that this version does not know is the customer's alone."""
    kind = CATALOGUE.get(row.kind)
    return kind.topics(row.facts, row.customer_id) if kind else [f"customer:{row.customer_id}"]


def told_of(row: TimelineEvent) -> dict[str, Any]:
    """The notice for open pages: what changed, never what it says."""
    return {"id": row.pk, "kind": row.kind, "topics": topics_of(row), "at": _iso(row.at)}


def _row(event: Event, customer: Customer | int, by: Actor, at: datetime | None) -> TimelineEvent:
    facts = event.facts
    return TimelineEvent(
        customer_id=customer if isinstance(customer, int) else customer.pk,
        kind=event.kind,
        facts=facts,
        about=event.subject(facts),
        by=str(by),
        because=_cause.get(),
        at=at or timezone.now(),
    )


def _written(rows: list[TimelineEvent]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [json.dumps([_values(row) for row in rows])])
        for row, (pk, *_told) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk


def _values(row: TimelineEvent) -> dict[str, object]:
    reactions = " ".join(
        f"?{name}" if hasattr(effect, "is_on_request") else name
        for name, effect in reactions_to(CATALOGUE[row.kind]).items()
        if _follows(effect, row)
    )
    said = {name: getattr(row, name) for name in ("customer_id", "kind", "facts", "about", "by", "because")}
    return said | {"said_at": _iso(row.at), "reactions": reactions, "topics": topics_of(row)}


def _follows(effect: Effect, row: TimelineEvent) -> bool:
    asks = getattr(effect, "follows_if", None)
    return asks is None or asks(CATALOGUE[row.kind](**row.facts))


def _name_of(effect: Effect) -> str:
    return f"{effect.__module__}.{effect.__qualname__}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _inside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            "record() belongs inside the transaction of the change it reports: put @transaction.atomic on the verb"
        )
