"""Working hours in the reader's words: whether somebody is there now, and which days are different."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import holidays
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.lib.hours.periods import told
from regulars.lib.hours.special_days import PublicHolidays, Special
from regulars.team.models import Calendar, hours_of_one

A_WEEK = timedelta(days=6)
STRONGEST = ("open", "usual", "shut", "closed")  # of what is said of one day, the first wins


class DayOff(NamedTuple):
    """A day that is not as usual."""

    day: str
    names: str
    hours: str


def said_now(calendar: Calendar, *, now: datetime) -> tuple[bool, str]:
    """Whether it is open, and “Open now, until 17:00”, “Opens Monday 09:00”, as the clock on its own wall says."""
    hours = calendar.as_hours()
    here = now.astimezone(hours.zone)
    if hours.is_open(now):
        closes = hours.next_close(now)
        return True, _("Open now, until %s") % _when(closes.astimezone(hours.zone), here) if closes else _(
            "Always open"
        )
    opens = hours.next_open(now)
    return False, _("Opens %s") % _when(opens.astimezone(hours.zone), here) if opens else _("Never open")


def said_week(calendar: Calendar) -> list[str]:
    """The week with days of the same hours put together: "Mon–Fri 09:00–12:00, 13:00–17:00"."""
    days = [
        ", ".join(told(period).replace("-", "–") for period in day) for day in calendar.as_hours().calendars[0].week
    ]
    lines, names = [], [str(WEEKDAYS_ABBR[number]) for number in range(7)]
    for hours, several in groupby(range(7), key=lambda number: days[number]):
        first, *_between, last = [*several] * 2
        if hours:
            lines.append(f"{names[first] if first == last else f'{names[first]}–{names[last]}'} {hours}")
    return lines


def days_off(calendar: Calendar, *, now: datetime, limit: int = 6) -> list[DayOff]:
    """The next days that are not as usual, within a year and a bit."""
    today = now.astimezone(calendar.as_hours().zone).date()
    found: dict[date, list[tuple[Special, str]]] = {}
    for special, name in _special(calendar, today.year):
        if special.day >= today:
            found.setdefault(special.day, []).append((special, name))
    return [_day_off(day, found[day], today) for day in sorted(found)[:limit]]


def _special(calendar: Calendar, year: int) -> Iterator[tuple[Special, str]]:
    for entry in calendar.holidays:
        name = str(entry.get("name", "")) if isinstance(entry, dict) else ""
        for source in hours_of_one(entry, calendar.time_zone).calendars[0].special:
            for each in (year, year + 1):
                known = _names(source, each) if isinstance(source, PublicHolidays) else {}
                yield from ((special, known.get(special.day, name)) for special in source.in_year(each))


def _names(source: PublicHolidays, year: int) -> dict[date, str]:
    """In the reader's language where the library knows it, otherwise in the country's own."""
    language = (get_language() or "en").replace("-", "_")
    country = getattr(holidays, source.country, None)
    known = getattr(country, "supported_languages", ())
    spoken = next((each for each in known if each.split("_")[0] == language.split("_")[0]), None)
    return dict(holidays.country_holidays(source.country, subdiv=source.subdivision, years=year, language=spoken))


def _day_off(day: date, said: list[tuple[Special, str]], today: date) -> DayOff:
    special = min((each for each, _name in said), key=lambda each: STRONGEST.index(each.kind))
    names = ", ".join(dict.fromkeys(name for _special, name in said if name))
    return DayOff(date_format(day, _("D j M") if day.year == today.year else _("D j M Y")), names, _hours(special))


def _hours(special: Special) -> str:
    periods = ", ".join(told(each).replace("-", "–") for each in special.periods)
    words = {"open": periods or _("closed"), "usual": _("open as usual"), "shut": _("closed %s") % periods}
    return words.get(special.kind, _("closed"))


def _when(at: datetime, here: datetime) -> str:
    """ "17:00" of today, "Monday 09:00" of this week, "Monday 4 May 09:00" of later."""
    if at.date() == here.date():
        return date_format(at, "H:i")
    return date_format(at, "l H:i" if at.date() - here.date() <= A_WEEK else _("l j F H:i"))
