"""Days and months as a programme counts them: on the clock on its wall, in its own time zone."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["hour", "day", "week", "month", "year"]
Whole = Literal["nothing", "day", "week", "month", "quarter", "half year", "year"]
MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


def later(moment: datetime, count: int, unit: Unit, zone: ZoneInfo) -> datetime:
    """So much later, or earlier: 31 January and a month is the last of February. Hours are hours; all else keeps the time of day."""
    if unit == "hour":
        return moment + timedelta(hours=count)
    local = moment.astimezone(zone).replace(tzinfo=None)
    if unit in ("day", "week"):
        local += timedelta(days=count * (7 if unit == "week" else 1))
    else:
        local = datetime.combine(_months_on(local.date(), count * (12 if unit == "year" else 1)), local.time())
    return _at(local, zone)


def end_of(moment: datetime, whole: Whole, zone: ZoneInfo, *, begins: tuple[int, int] = (1, 1)) -> datetime:
    """The midnight that ends the day, week, month, quarter, half or whole year that this is in; years begin on (month, day)."""
    if whole == "nothing":
        return moment
    day = moment.astimezone(zone).date()
    if whole in ("day", "week"):
        ends = day + timedelta(days=1 if whole == "day" else 7 - day.weekday())
    else:
        length, months = MONTHS[whole], 0
        first = _year_of(day, begins)
        while (ends := _months_on(first, months)) <= day:
            months += length
    return midnight(ends, zone)


def start_of(moment: datetime, whole: Whole, zone: ZoneInfo, *, begins: tuple[int, int] = (1, 1)) -> datetime:
    """The midnight that began the day, week, month, quarter, half or whole year that this is in."""
    day = moment.astimezone(zone).date()
    if whole in ("day", "week"):
        return midnight(day - timedelta(days=0 if whole == "day" else day.weekday()), zone)
    first, months = _year_of(day, begins), 0
    while _months_on(first, months + MONTHS[whole]) <= day:
        months += MONTHS[whole]
    return midnight(_months_on(first, months), zone)


def anniversaries(joined_at: datetime, at: datetime, zone: ZoneInfo) -> list[datetime]:
    """Those around an instant, of the day on which somebody joined."""
    joined = midnight(joined_at.astimezone(zone).date(), zone)
    years = at.astimezone(zone).year - joined.astimezone(zone).year
    return [later(joined, each, "year", zone) for each in (years - 1, years, years + 1)]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return _at(datetime.combine(day, time()), zone)


def _year_of(day: date, begins: tuple[int, int]) -> date:
    first = date(day.year, *begins)
    return first if first <= day else date(day.year - 1, *begins)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _at(local: datetime, zone: ZoneInfo) -> datetime:
    """By way of UTC, so that an hour which the clocks skip is the next one that there is."""
    return local.replace(tzinfo=zone).astimezone(UTC)
