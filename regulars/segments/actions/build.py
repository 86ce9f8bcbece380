from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.customers.models import Customer
from regulars.segments.actions.reckon_worth import reckon_worth
from regulars.segments.asking import alone, ask
from regulars.segments.models import Night, Segment
from regulars.segments.order import in_order
from regulars.segments.telling import tell_moved
from regulars.team.days import house_zone

log = logging.getLogger(__name__)

STRETCH = 20_000  # customers in one transaction
AT = time(3)  # o'clock, where the house is


@transaction.atomic
def build() -> int:
    """Ask a segment that is new or has changed for the next stretch of customers, and each night every segment for all of them.

    Whom a new segment is for is simply in it; only what changes afterwards is told. What is found at night to stand wrong is told.
    Returns how many customers were asked for.
    """
    now = timezone.now()
    if not _is_night(now) and not Segment.objects.exclude(cursor=None).exists():
        return 0
    alone()
    if _is_night(now):
        _begin_the_night(now)
    several = in_order(Segment.objects.all())
    segment = next((each for each in several if each.cursor is not None), None)
    return _ask_on(segment) if segment else 0


def next_due() -> datetime | None:
    """When the night's work begins."""
    return _last_night(timezone.now()) + timedelta(days=1)


def _ask_on(segment: Segment) -> int:
    first = segment.cursor or 0
    ids = list(Customer.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)[: STRETCH + 1])
    is_last = len(ids) <= STRETCH
    end = (2**63 - 1) if is_last else ids[STRETCH]
    try:
        moved = ask(segment, customers=range(first, end))
    except ValidationError as error:
        log.warning("segments: “%s” cannot be asked: %s", segment, " ".join(error.messages))
        moved, is_last = None, True
    if moved and not segment.is_building:
        tell_moved(segment, moved)
        segment.corrected += len(moved.come) + len(moved.gone)
    segment.cursor = None if is_last else end
    if is_last:
        segment.built, segment.built_at = segment.version, timezone.now()
    segment.save(update_fields=["cursor", "built", "built_at", "corrected"])
    return len(ids)


def _is_night(now: datetime) -> bool:
    return not Night.objects.filter(at__gte=_last_night(now)).exists()


def _begin_the_night(now: datetime) -> None:
    reckon_worth()
    night = Night.objects.first() or Night()
    if night.pk:
        Segment.objects.filter(cursor=None).update(cursor=0, corrected=0)
    night.at = now
    night.save()


def _last_night(now: datetime) -> datetime:
    here = now.astimezone(house_zone())
    tonight = here.replace(hour=AT.hour, minute=0, second=0, microsecond=0)
    return tonight if tonight <= here else tonight - timedelta(days=1)
