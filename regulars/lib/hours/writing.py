"""Hours as plain values, for JSON."""

from __future__ import annotations

from regulars.lib.hours.calendar import Calendar
from regulars.lib.hours.hours import Hours
from regulars.lib.hours.periods import told
from regulars.lib.hours.zones import zone_name

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def plain(hours: Hours) -> dict[str, object]:
    """Values from which `hours_from` makes the same hours."""
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
