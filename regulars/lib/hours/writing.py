"""Hours as plain values, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regulars.lib.hours.spans import Span
from regulars.lib.hours.zones import DAY, zone_name

if TYPE_CHECKING:
    from regulars.lib.hours.calendar import Calendar
    from regulars.lib.hours.hours import Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def told(period: Span) -> str:
    """A period of a day as text: 09:00-17:00; over midnight 22:00-06:00."""
    start, end = period
    return f"{_clock(start)}-{_clock(end - DAY if DAY < end < start + DAY else end)}"


def plain(hours: Hours) -> dict[str, object]:
    if len(hours.calendars) == 1 and hours.calendars[0].zone == hours.zone:
        return _plain(hours.calendars[0])
    return {"time_zone": zone_name(hours.zone), "any": [_plain(calendar) for calendar in hours.calendars]}


def _plain(calendar: Calendar) -> dict[str, object]:
    week = {day: [told(period) for period in periods] for day, periods in zip(DAYS, calendar.week, strict=True)}
    return {
        "time_zone": zone_name(calendar.zone),
        "hours": week,
        "holidays": [source.to_json() for source in calendar.special],
    }


def _clock(seconds: int) -> str:
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
