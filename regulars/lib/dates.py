"""Days and times as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?:,? +(\S.*))?")
_NAMED = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


def moment(text: str, *, is_day_first: bool | None = None) -> datetime:
    """Of 2026-03-29 10:30, 29.3.2026, Mar 29, 2026 3:05 PM; 03/04/2026 only where it is known which is the day. Without a zone, UTC.

    Raises ValueError, in words; also near the ends of all time, of which no page could tell.
    """
    with suppress(ValueError):
        found = _moment(text.strip(), is_day_first)
        if 1900 <= found.year < 3000:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    raise ValueError(_("“%s” is no moment: write 2026-03-29T10:30:00Z.") % text[:40])


def day_comes_first(dates: Iterable[str]) -> bool | None:
    """How 03/04/2026 is meant beside these: told by the first that can be read one way alone, where all are written with numbers alone."""
    for found in map(_DATE.fullmatch, dates):
        if found is None:
            return None
        if max(int(found[1]), int(found[3])) > 12:
            return int(found[1]) > 12
    return None


def is_day(text: str) -> bool:
    """Whether a moment is written without an hour."""
    text = text.strip().removesuffix(" UTC")
    for kind in (date, datetime):  # ISO writes hours without a colon, too
        with suppress(ValueError):
            kind.fromisoformat(text)
            return kind is date
    return ":" not in text


def _moment(text: str, is_day_first: bool | None) -> datetime:
    with suppress(ValueError):
        return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    if found := _DATE.fullmatch(text):
        first, mark, second, year, clock = found.groups()
        if mark == "." or int(first) > 12 or first == second:
            is_day_first = True
        elif int(second) > 12:
            is_day_first = False
        if is_day_first is None:
            raise ValueError("nobody knows which is the day")
        day, month = (first, second) if is_day_first else (second, first)
        return _read(f"{day}/{month}/{year}", clock or "", ["%d/%m/%Y" if len(year) == 4 else "%d/%m/%y"])
    day, year, clock = re.split(r"(\b[0-9]{4}\b)", text, maxsplit=1)  # none: too few to unpack
    return _read(day + year, clock.strip(" ,"), _NAMED)


def _read(day: str, clock: str, days: Sequence[str]) -> datetime:
    """Raises ValueError."""
    for form in (f"{each} {time}".strip() for each in days for time in (_CLOCKS if clock else ("",))):
        with suppress(ValueError):
            return datetime.strptime(f"{day} {clock}".strip(), form)
    raise ValueError(day)
