from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from regulars.lib.beside import run_beside
from regulars.predictions.models import Forecast
from regulars.team.days import house_zone

log = logging.getLogger(__name__)
AT = time(3, 10)  # by the house's clocks, when yesterday is over everywhere near
LONGEST = 4 * 3600  # seconds
MOST_TRIES = 2  # of one forecast: what takes its worker along twice is not begun for ever
BROKEN_OFF = f"It was broken off {MOST_TRIES} times. Is there enough memory?"


def predict() -> int:
    """The worker's: predict for all customers, once each night and whenever somebody has asked. In a process beside it. Returns how many times."""
    with _in_turn() as is_ours:
        forecast = _claimed() if is_ours else None
        if forecast is None:
            return 0
        command = [sys.executable, "-m", "regulars.predictions.night", str(forecast.pk)]
        try:
            code = run_beside(command, timeout=LONGEST, OMP_NUM_THREADS="1")
            error = f"It ended with code {code}." if code else ""
        except subprocess.TimeoutExpired:
            error = "It took longer than four hours."
        if error:
            log.error("predictions: %s", error)
            Forecast.objects.filter(pk=forecast.pk, ended_at=None).update(ended_at=timezone.now(), error=error)
        return 1


def next_due() -> datetime | None:
    """The next night; at once while there was none, somebody waits, or one was broken off with its worker."""
    newest = Forecast.objects.first()
    if newest is None:
        return timezone.now()
    return newest.asked_at if newest.begun_at is None or newest.ended_at is None else _night_after(newest.begun_at)


def _night_after(begun: datetime) -> datetime:
    zone = house_zone()
    night = datetime.combine(begun.astimezone(zone).date(), AT, zone)
    return night if night > begun else datetime.combine(night.date() + timedelta(days=1), AT, zone)


@contextmanager
def _in_turn() -> Iterator[bool]:
    """Whether no other worker is at it. PostgreSQL gives the turn back when this worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('predictions'))")
        (is_ours,) = cursor.fetchone()
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('predictions'))")


def _claimed() -> Forecast | None:
    """The newest, if it waits or was broken off; at night another one. What was broken off too often ends with an error."""
    if (due := next_due()) is None or due > timezone.now():
        return None
    newest = Forecast.objects.first()
    forecast = newest if newest and newest.ended_at is None else Forecast()
    tries = forecast.told.get("tries", 0)
    if tries >= MOST_TRIES:
        log.error("predictions: %s", BROKEN_OFF)
        forecast.ended_at, forecast.error = timezone.now(), BROKEN_OFF
        forecast.save()
        return None
    forecast.begun_at, forecast.told = timezone.now(), {"tries": tries + 1}
    forecast.save()
    return forecast
