from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from regulars.customers.events import CATALOGUE
from regulars.customers.models import Reaction, TimelineEvent
from regulars.customers.timeline import because_of, reactions_to
from regulars.lib.gathering import gathered
from regulars.lib.question import Among, Question

log = logging.getLogger(__name__)

ATTEMPTS = 8  # then a person looks: half a day has passed by then
BATCH = 20


class Due(NamedTuple):
    """A reaction that we hold, and the event it follows from."""

    pk: int
    event: TimelineEvent | None
    name: str
    attempts: int

    def happen(self) -> None:
        if self.event:
            kind = CATALOGUE[self.event.kind]
            with because_of(self.event.pk):
                reactions_to(kind)[self.name](kind(**self.event.facts), customer=self.event.customer)


# Waiting, due, taken by nobody, and with nothing of the same kind for the same customer before it: reactions come in order.
_TAKE = """
    SELECT id, event_id, name, attempts FROM customers_reaction AS mine
    WHERE state = 'waiting' AND due_at <= statement_timestamp() AND NOT EXISTS (
        SELECT 1 FROM customers_reaction AS earlier
        WHERE earlier.state = 'waiting' AND earlier.customer_id = mine.customer_id
          AND earlier.name = mine.name AND earlier.id < mine.id)
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_DONE = "UPDATE customers_reaction SET state = 'done', done_at = clock_timestamp(), error = '' WHERE id = ANY(%s)"
_events = Question(
    lambda numbers: TimelineEvent.objects.select_related("customer").filter(Among("pk", numbers)), numbers=list
)


def react() -> int:
    """Let what is due follow from what happened. Returns how many reactions were tried; 0 when none is due.

    Effects and marks are one transaction: a process killed here leaves the reactions waiting, and they are taken again at once.
    When one fails, nothing of the others has happened either, and each is tried by itself.
    """
    try:
        with transaction.atomic(), gathered():
            return _react(_together)
    except Exception:
        with transaction.atomic():
            return _react(_each_alone)


def next_due() -> datetime | None:
    """When what failed is tried again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(due_at) FROM customers_reaction WHERE state = 'waiting'")
        return cursor.fetchone()[0]


def _react(effect: Callable[[list[Due]], list[Due]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [BATCH])
        taken = cursor.fetchall()
    if not taken:
        return 0
    events = {each.pk: each for each in _events(numbers=list({event_id for _, event_id, _, _ in taken}))}
    # Of an event that is gone, the customer was erased meanwhile: nothing follows from it any more.
    done = effect([Due(pk, events.get(event_id), name, attempts) for pk, event_id, name, attempts in taken])
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [[each.pk for each in done]])
    return len(taken)


def _together(taken: list[Due]) -> list[Due]:
    for each in taken:
        each.happen()
    return taken


def _each_alone(taken: list[Due]) -> list[Due]:
    return [each for each in taken if _alone(each)]


def _alone(due: Due) -> bool:
    try:
        with transaction.atomic():
            due.happen()
    except Exception as error:
        log.exception("Reaction %s failed", due)
        _put_off(due.pk, due.attempts + 1, f"{type(error).__name__}: {error}")
        return False
    return True


def _put_off(pk: int, attempts: int, error: str) -> None:
    Reaction.objects.filter(pk=pk).update(
        attempts=attempts,
        error=error[:2000],
        state=Reaction.State.FAILED if attempts >= ATTEMPTS else Reaction.State.WAITING,
        due_at=timezone.now() + timedelta(seconds=5 * 3**attempts),
    )
