from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from regulars.live.alarms import close_alarm, raise_alarm
from regulars.reports.models import Surge
from regulars.reports.surging import hours, name_of
from regulars.reports.unusual import unusual

EVERY = timedelta(minutes=10)
QUIET = 3  # looks in a row, and it is over
KIND = "surge"
_next: dict[str, datetime] = {}


def next_due() -> datetime | None:
    """When it is looked again."""
    return _next.get("at")


def look_for_surges(*, now: datetime | None = None) -> int:
    """Open a surge for each topic with far more than usual in the last hour, and close those that are over. For the worker."""
    if now is None:
        now = timezone.now()
        if _next.get("at", now) > now:
            return 0
        _next["at"] = now + EVERY
    with transaction.atomic():
        found = hours(now)
        surging = unusual(found)
        going_on = {each.topic_id: each for each in Surge.objects.select_for_update().filter(closed_at=None)}
        for topic, surge in going_on.items():
            if topic not in surging:
                _quieten(surge, now)
        for topic in surging:
            hour, surge = (
                found[topic],
                going_on.get(topic) or Surge(topic_id=topic, opened_at=now, number=0, usual=0, customers=0),
            )
            if hour.number > surge.number:
                surge.number, surge.customers, surge.usual = hour.number, hour.customers, hour.usual
            surge.quiet = 0
            surge.save()
            raise_alarm(KIND, name_of(surge), number=surge.number, usual=round(surge.usual, 1))
    return 0


def _quieten(surge: Surge, now: datetime) -> None:
    surge.quiet += 1
    if surge.quiet >= QUIET:
        surge.closed_at = now
        close_alarm(KIND, name_of(surge))
    surge.save()
