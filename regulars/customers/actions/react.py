import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from regulars.customers.events import CATALOGUE
from regulars.customers.models import Reaction, TimelineEvent
from regulars.customers.timeline import because_of, reactions_to

log = logging.getLogger(__name__)

ATTEMPTS = 8  # then a person looks: half a day has passed by then
BATCH = 20

# Waiting, due, taken by nobody, and with nothing of the same kind for the same customer before it: reactions come in order.
_TAKE = """
    SELECT id, event_id, name, attempts FROM customers_reaction AS mine
    WHERE state = 'waiting' AND due_at <= statement_timestamp() AND NOT EXISTS (
        SELECT 1 FROM customers_reaction AS earlier
        WHERE earlier.state = 'waiting' AND earlier.customer_id = mine.customer_id
          AND earlier.name = mine.name AND earlier.id < mine.id)
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""


@transaction.atomic
def react() -> int:
    """Let what is due follow from what happened. Returns how many reactions were tried; 0 when none is due.

    Effect and mark are one transaction: a process killed here leaves the reaction waiting, and it is taken again at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [BATCH])
        taken = cursor.fetchall()
    if not taken:
        return 0
    events = TimelineEvent.objects.select_related("customer").in_bulk({event_id for _, event_id, _, _ in taken})
    done = [pk for pk, event_id, name, attempts in taken if _try(pk, events.get(event_id), name, attempts)]
    Reaction.objects.filter(pk__in=done).update(state=Reaction.State.DONE, done_at=timezone.now(), error="")
    return len(taken)


def _try(pk: int, event: TimelineEvent | None, name: str, attempts: int) -> bool:
    if event is None:  # the customer was erased meanwhile, and the event with them
        return True
    try:
        kind = CATALOGUE[event.kind]
        with transaction.atomic(), because_of(event.pk):
            reactions_to(kind)[name](kind(**event.facts), customer=event.customer)
    except Exception as error:
        log.exception("Reaction %s to event %s failed", name, event.pk)
        _put_off(pk, attempts + 1, f"{type(error).__name__}: {error}")
        return False
    return True


def _put_off(pk: int, attempts: int, error: str) -> None:
    Reaction.objects.filter(pk=pk).update(
        attempts=attempts,
        error=error[:2000],
        state=Reaction.State.FAILED if attempts >= ATTEMPTS else Reaction.State.WAITING,
        due_at=timezone.now() + timedelta(seconds=5 * 3**attempts),
    )
