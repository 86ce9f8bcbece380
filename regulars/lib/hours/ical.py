"""Closed days from an iCalendar text: whole-day events close the day, timed events close their time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.special_days import Special
from regulars.lib.hours.zones import DAY

if TYPE_CHECKING:
    from icalendar import Calendar, Event


@dataclass(frozen=True)
class Feed:
    """An iCalendar text; times with a zone are understood in the zone of the hours. Repeated events repeat."""

    text: str
    zone: tzinfo

    def in_year(self, year: int) -> Iterator[Special]:
        for event in _events(self.text):
            yield from _days(event, year, self.zone)

    def to_json(self) -> dict[str, str]:
        return {"ical": self.text}


@lru_cache(maxsize=64)
def _events(text: str) -> tuple[Event, ...]:
    """Whatever is not cancelled. Whether an event makes its people busy is not asked: holiday feeds seldom say so."""
    from icalendar import Calendar

    try:
        calendars: list[Calendar] = Calendar.from_ical(text, multiple=True)
        found = [event for calendar in calendars for event in calendar.walk("VEVENT") if "DTSTART" in event]
        _except_moved(found)
        for event in found:
            list(_days(event, max(_bounds(event)[0].year, 2), UTC))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise HoursProblem("holidays", f"the iCalendar text cannot be read ({error})") from None
    if not calendars:
        raise HoursProblem("holidays", "the iCalendar text holds no calendar")
    return tuple(event for event in found if str(event.get("STATUS", "")).upper() != "CANCELLED")


def _except_moved(events: list[Event]) -> None:
    """What another event of the same name replaces does not take place as it was repeated."""
    series = {event.get("UID"): event for event in events if "RECURRENCE-ID" not in event}
    for event in events:
        if "RECURRENCE-ID" in event and (repeated := series.get(event.get("UID"))) is not None:
            repeated.add("EXDATE", event["RECURRENCE-ID"].dt)


def check(text: str) -> None:
    """Raises HoursProblem unless the text can be read."""
    _events(text)


def _bounds(event: Event) -> tuple[date, timedelta]:
    start: date = event["DTSTART"].dt
    if "DURATION" in event:
        return start, event["DURATION"].dt
    if "DTEND" in event:
        return start, event["DTEND"].dt - start
    return start, timedelta(0) if isinstance(start, datetime) else timedelta(1)


def _days(event: Event, year: int, zone: tzinfo) -> Iterator[Special]:
    start, length = _bounds(event)
    is_whole = not isinstance(start, datetime)
    for begins in _repeats(event, start, length, year):
        if is_whole:
            for number in range(max(length.days, 1)):
                yield Special(begins.date() + timedelta(number), "closed")
        else:
            yield from _shut(_wall(begins, zone), _wall(begins + length, zone))


def _repeats(event: Event, start: date, length: timedelta, year: int) -> Iterator[datetime]:
    """When the event begins so that it may touch the year, without those that are excepted."""
    from dateutil.rrule import rruleset, rrulestr

    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    dates = rruleset()
    dates.rdate(first)
    if "RRULE" in event:
        rules = event["RRULE"]
        for rule in rules if isinstance(rules, list) else [rules]:
            dates.rrule(rrulestr(_until(rule.to_ical().decode(), first), dtstart=first))
    for moment in _listed(event, "RDATE"):
        dates.rdate(_like(moment, first))
    for moment in _listed(event, "EXDATE"):
        dates.exdate(_like(moment, first))
    begin = datetime(year, 1, 1, tzinfo=first.tzinfo) - length - timedelta(1)
    yield from dates.between(begin, datetime(year + 1, 1, 2, tzinfo=first.tzinfo), inc=True)


def _until(rule: str, first: datetime) -> str:
    """UNTIL as dateutil wants it: in UTC when the event has a zone, bare when it has none."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";"))
    if parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise ValueError(f"an event may repeat each day, week, month or year, not {rule}")
    if until := parts.get("UNTIL"):
        bare = until.removesuffix("Z")
        parts["UNTIL"] = (bare if "T" in bare else f"{bare}T235959") + ("Z" if first.tzinfo else "")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _listed(event: Event, name: str) -> Iterator[date]:
    lists = event.get(name, [])
    for each in lists if isinstance(lists, list) else [lists]:
        yield from (moment.dt[0] if isinstance(moment.dt, tuple) else moment.dt for moment in each.dts)


def _like(moment: date, first: datetime) -> datetime:
    full = moment if isinstance(moment, datetime) else datetime.combine(moment, first.timetz())
    return full if (full.tzinfo is None) == (first.tzinfo is None) else full.replace(tzinfo=first.tzinfo)


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    """What the clock on the wall shows then: a time without a zone is that already."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _shut(start: datetime, end: datetime) -> Iterator[Special]:
    """A stretch of wall time, day by day."""
    day = start.date()
    while datetime.combine(day, time()) < end:
        midnight = datetime.combine(day, time())
        first = max(0, int((start - midnight).total_seconds()))
        yield Special(day, "shut", ((first, min(DAY, int((end - midnight).total_seconds()))),))
        day += timedelta(1)
