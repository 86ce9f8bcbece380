from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from regulars.predictions.models import Forecast
from regulars.team.days import house_zone

log = logging.getLogger(__name__)
AT = time(3, 10)  # by the house's clocks, when yesterday is over everywhere near
LONGEST = 4 * 3600  # seconds


def predict() -> int:
    """The worker's: predict for all customers, once each night and whenever somebody has asked. In a process that ends. Returns how many times."""
    forecast = _claimed()
    if forecast is None:
        return 0
    command = [sys.executable, "-m", "regulars.predictions.night", str(forecast.pk)]
    try:
        done = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, timeout=LONGEST, check=False)
        error = "" if done.returncode == 0 else f"It ended with code {done.returncode}."
    except subprocess.TimeoutExpired:
        error = "It took longer than four hours."
    if error:
        log.error("predictions: %s", error)
        Forecast.objects.filter(pk=forecast.pk, ended_at=None).update(ended_at=timezone.now(), error=error)
    return 1


def next_due() -> datetime | None:
    """The next night; at once while there was none, or somebody waits."""
    newest = Forecast.objects.first()
    return (
        newest.asked_at
        if newest and newest.begun_at is None
        else _night_after(newest.begun_at)
        if newest
        else timezone.now()
    )


def _night_after(begun: datetime) -> datetime:
    zone = house_zone()
    night = datetime.combine(begun.astimezone(zone).date(), AT, zone)
    return night if night > begun else datetime.combine(night.date() + timedelta(days=1), AT, zone)


@transaction.atomic
def _claimed() -> Forecast | None:
    if (due := next_due()) is None or due > timezone.now():
        return None
    waiting = Forecast.objects.select_for_update(skip_locked=True).filter(begun_at=None).order_by("-pk").first()
    forecast = waiting or Forecast()
    forecast.begun_at = timezone.now()
    forecast.save()
    return forecast
