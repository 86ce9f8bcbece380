"""Days and lengths of time as people type them into a search."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from regulars.lib.conditions.values import RELATIVE, Asked
from regulars.lib.spans import span

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_MONTHS = re.compile(r"(\d{1,4})\s*(mo|month|months|y|year|years)", re.ASCII)


def day(value: str, asked: Asked) -> tuple[datetime, datetime]:
    """When a day, a month or a year begins, and when the next one does, in the asker's zone. Raises ValueError in words."""
    first, last = days(value.strip().lower(), asked)
    return _begin(first, asked), _begin(last + timedelta(days=1), asked)


def ago(value: str, asked: Asked) -> datetime:
    """The moment so long ago: 12h, 7d, 4w, 3mo, 1y. Raises ValueError in words."""
    written = value.strip().lower()
    months = _MONTHS.fullmatch(written)
    try:
        length = (
            timedelta(days=int(months[1]) * (365 if months[2].startswith("y") else 30)) if months else span(written)
        )
        return asked.now - length
    except (ValueError, OverflowError):
        units = ", ".join(("12h", "7d", "4w", "3mo", "1y"))
        raise ValueError(
            _("“{value}” is no length of time; write one such as {units}.").format(value=value, units=units)
        ) from None


def days(value: str, asked: Asked) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year, in lower case. Raises ValueError in words."""
    if value in RELATIVE:
        on = asked.today + timedelta(days=RELATIVE[value])
        return on, on
    found = _DAY.fullmatch(value)
    try:
        if found is None or not 1900 <= int(found[1]) <= 2200:
            raise ValueError
        year, month, on = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        last_month = month if found[2] else 12
        return date(year, month, on), date(year, last_month, on if found[3] else monthrange(year, last_month)[1])
    except ValueError:
        raise ValueError(
            _("“%s” is no day; write it as 2026-05-14, 2026-05, 2026, today or yesterday.") % value
        ) from None


def _begin(on: date, asked: Asked) -> datetime:
    return datetime.combine(on, time(), tzinfo=asked.zone).astimezone(UTC)
