"""The time of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta, tzinfo
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.utils import timezone

HOME = ZoneInfo("Europe/Paris")

_DAY = re.compile(r"(\+?)(\d+)d (\d\d):(\d\d)")
_SPAN = re.compile(r"(\+?)(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is this moment for every verb and every default of a model."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    with patch.object(timezone, "datetime", Then):
        yield


def moment(written: str, *, now: datetime, after: datetime | None) -> datetime:
    """When a step happens: `12d 09:41` days ago at that time in Lyon, `2h 10m` ago; with a + counted from the step before."""
    if match := _DAY.fullmatch(written):
        is_after, days, hour, minute = match[1], int(match[2]), int(match[3]), int(match[4])
        day = (_known(after) + timedelta(days=days)) if is_after else (now - timedelta(days=days))
        return datetime.combine(day.astimezone(HOME).date(), time(hour, minute), HOME)
    match = _SPAN.fullmatch(written)
    if not match or not written.strip("+"):
        raise ValueError(f"{written!r} is no time: write 12d 09:41, 2h 10m, +15m or +1d 09:00")
    days, hours, minutes = (int(number or 0) for number in match.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes)
    return _known(after) + span if match[1] else now - span


def _known(after: datetime | None) -> datetime:
    if after is None:
        raise ValueError("The first step of a story cannot come after another: leave out the +")
    return after
