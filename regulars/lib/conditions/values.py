"""What a condition compares with, read by the kind of its field. Each reader raises ValueError saying what it expects."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regulars.lib.conditions.fields import Field
from regulars.lib.spans import span

LONGEST_TEXT = 500  # characters
MOST_VALUES = 100
LARGEST_NUMBER = 10**15
_YEARS = range(1900, 2201)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
ME = "me"


class Asked(NamedTuple):
    """The circumstances in which a condition is asked: the moment, the zone that its days are meant in, and who asks."""

    now: datetime
    zone: tzinfo = UTC
    asker: Any = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise ValueError(_("write a text of 1 to %d characters") % LONGEST_TEXT)
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(_("the text has characters that cannot be kept"))
    return value


def number(value: Any) -> int | float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or abs(value) > LARGEST_NUMBER
    ):
        raise ValueError(_("write a number"))
    return value


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("choose true or false"))
    return value


def whole_day(value: Any) -> date | str:
    """A day as 2026-05-14, or today, yesterday or tomorrow."""
    if isinstance(value, str) and value in RELATIVE:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _possible(value, date.fromisoformat)
    raise ValueError(_("write a day as 2026-05-14, or today, yesterday, tomorrow"))


def day_or_moment(value: Any) -> date | datetime | str:
    """A day, or a moment as 2026-05-14T11:03, in the asker's zone unless it names another."""
    if isinstance(value, str) and len(value) > 10 and _DAY.match(value) and value[10] in "T ":
        return _possible(value, datetime.fromisoformat)
    return whole_day(value)


def _possible(value: str, read: Callable[[str], Any]) -> Any:
    try:
        found = read(value)
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise ValueError(_("there is no such day: %s") % value)
    return found


def choice(field: Field, value: Any) -> str:
    words = [each.word for each in field.choices]
    if not isinstance(value, str) or value not in words:
        raise ValueError(_("choose one of: %s") % ", ".join(words))
    return value


def reference(field: Field, value: Any) -> int | str:
    if value == ME and field.may_be_me:
        return ME
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_NUMBER:
        raise ValueError(_("name one by its number"))
    return value


def of_one(field: Field, value: Any) -> Any:
    """One value for a field of its kind."""
    if field.kind in ("choice", "level"):
        return choice(field, value)
    if field.kind == "reference":
        return reference(field, value)
    return {"text": text, "number": number, "boolean": boolean}[field.kind](value)


def of_day(field: Field, value: Any) -> Any:
    return day_or_moment(value) if field.kind == "moment" else whole_day(value)


def of_span(field: Field, value: Any) -> timedelta:
    if not isinstance(value, str) or len(value) > 64:
        raise ValueError(_("write a length of time such as “30 minutes”, “4 h” or “3 days”"))
    length = span(value)
    if field.kind == "day" and length % timedelta(days=1):
        raise ValueError(_("write whole days, such as “3 days”"))
    return length


def bounds(value: date | datetime | str, *, asked: Asked, is_day: bool) -> tuple[Any, Any]:
    """The first and the last of what was named: both the day for a field of days; for moments, its first and last instant."""
    if isinstance(value, datetime):
        instant = (value if value.tzinfo else value.replace(tzinfo=asked.zone)).astimezone(UTC)
        return instant, instant
    on = asked.today + timedelta(days=RELATIVE[value]) if isinstance(value, str) else value
    return (
        (on, on)
        if is_day
        else (_begin(on, asked.zone), _begin(on + timedelta(days=1), asked.zone) - timedelta(microseconds=1))
    )


def _begin(on: date, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(), tzinfo=zone).astimezone(UTC)
