from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Min
from django.db.models.functions import Now

from regulars.customers.models import Change
from regulars.lib.conditions.values import Asked
from regulars.segments.asking import Moved, alone, ask, here_and_now
from regulars.segments.models import Flip, Segment
from regulars.segments.order import in_order, named_in
from regulars.segments.telling import tell_moved

log = logging.getLogger(__name__)

TOGETHER = 2000  # customers in one transaction
_CHANGED = """
    DELETE FROM customers_change WHERE id IN (SELECT id FROM customers_change ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING customer_id
"""
_DUE = """
    DELETE FROM segments_flip WHERE (segment_id, customer_id) IN (
        SELECT segment_id, customer_id FROM segments_flip WHERE at <= statement_timestamp() ORDER BY at LIMIT %s)
    RETURNING segment_id, customer_id
"""


@transaction.atomic
def follow() -> int:
    """Ask the segments for customers whose facts have changed, or for whom it is time, and tell who came and who left.

    Returns how many changes and turns of the clock were taken.
    """
    if not (Change.objects.exists() or Flip.objects.filter(at__lte=Now()).exists()):
        return 0
    alone()
    changed, due = _taken(_CHANGED), _taken(_DUE)
    anew: dict[int, set[int]] = defaultdict(set)
    for segment_id, customer_id in due:
        anew[segment_id].add(customer_id)
    if changed or due:
        _ask_all({pk for (pk,) in changed}, anew)
    return len(changed) + len(due)


def next_due() -> datetime | None:
    """When the clock turns somebody over next."""
    return Flip.objects.aggregate(at=Min("at"))["at"]


def _taken(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [TOGETHER])
        return cursor.fetchall()


def _ask_all(changed: set[int], anew: dict[int, set[int]]) -> None:
    moved_in: dict[int, set[int]] = {}
    asked = here_and_now()
    for segment in in_order(Segment.objects.all()):
        below = [moved_in.get(each, set()) for each in named_in(segment.conditions)]
        whom = changed | anew[segment.pk] | set().union(*below)
        if whom:
            moved_in[segment.pk] = _asked(segment, sorted(whom), asked)


def _asked(segment: Segment, customers: list[int], asked: Asked) -> set[int]:
    try:
        moved = ask(segment, customers=customers, asked=asked)
    except ValidationError as error:
        log.warning("segments: “%s” cannot be asked: %s", segment, " ".join(error.messages))
        return set()
    tell_moved(segment, _told(segment, moved))
    return {*moved.come, *moved.gone}


def _told(segment: Segment, moved: Moved) -> Moved:
    """Whom a segment that is being built has not asked for yet, does not come or go now: they only had not been counted."""
    if not segment.is_building:
        return moved
    edge = segment.cursor or 0
    return Moved([pk for pk in moved.come if pk < edge], [pk for pk in moved.gone if pk < edge])
