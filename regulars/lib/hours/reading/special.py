"""Holidays and other special days, in many shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from functools import cache

from regulars.lib.hours import ical
from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.reading.times import BETWEEN, is_shut, periods
from regulars.lib.hours.spans import Span
from regulars.lib.hours.special_days import Kind, OwnDays, PublicHolidays, Source
from regulars.lib.hours.zones import DAY

LEAP_YEAR = 2000  # holds every day of a year, for days that come each year
DATES = ("date", "day", "on", "dates", "days")
FIRSTS = ("from", "start", "first", "start_date", "begin", "startDate")
LASTS = ("to", "end", "last", "until", "through", "end_date", "endDate")
OPEN_HOURS = ("hours", "open_hours", "periods", "intervals", "times", "opening_hours", "open")
YEARLY = ("yearly", "recurring", "annual", "annually", "every_year", "repeats", "repeat")
PARTS = ("subdivision", "subdiv", "state", "region", "province", "prov", "county")
ICAL = ("ical", "ics", "icalendar")
WITHOUT_YEAR = re.compile(r"(?:--)?(\d\d)-(\d\d)")
COUNTRY = re.compile(r"([A-Za-z]{2,3})(?:[-_/ ]([\w .'-]+))?")
RANGE = re.compile(r"\s*(?:/|\.\.+|–|—|\s-\s|\bto\b|\buntil\b)\s*")


def special_days(given: object, zone: tzinfo, field: str = "holidays") -> tuple[Source, ...]:
    """Where the special days come from. Raises HoursProblem, which names the entry."""
    return tuple(_sources(given, zone, field))


def _sources(given: object, zone: tzinfo, field: str) -> Iterator[Source]:
    if given is None or given is False or given == "":
        return
    if isinstance(given, str):
        yield from _from_text(given.strip(), zone, field)
    elif isinstance(given, Mapping):
        yield from _from_mapping(given, zone, field)
    elif isinstance(given, list | tuple):
        for number, each in enumerate(given):
            yield from _sources(each, zone, f"{field}[{number}]")
    else:
        raise HoursProblem(field, f"{given!r} is no day; it looks like '2026-12-25', or 'DE-BY' for public holidays")


def _from_text(given: str, zone: tzinfo, field: str) -> Iterator[Source]:
    if "BEGIN:VCALENDAR" in given.upper():
        ical.check(given)
        yield ical.Feed(given, zone)
    elif given[:1].isdigit() and len(several := re.split(r"\s*[,;\n]\s*", given)) > 1:
        yield from _sources(several, zone, field)
    elif given[:1].isdigit() or given.startswith("--"):
        ends = RANGE.split(given)
        yield from _own(ends[0], ends[-1], {}, field)
    elif match := COUNTRY.fullmatch(given):
        yield _public(match[1], match[2], field)
    elif _by_name(given):
        yield _public(given, None, field)
    else:
        raise HoursProblem(field, f"{given!r} is no day; it looks like '2026-12-25', or 'DE-BY' for public holidays")


def _from_mapping(given: Mapping[str, object], zone: tzinfo, field: str) -> Iterator[Source]:
    for text in (given[name] for name in ICAL if given.get(name)):
        yield from _sources(text, zone, field)
    if country := given.get("country"):
        part = next((given[name] for name in PARTS if given.get(name)), None)
        yield from [_public(str(country), str(part), field)] if part else _from_text(str(country), zone, field)
    if given.get("month") and given.get("day"):
        year = f"{given['year']}-" if given.get("year") else ""
        given = {**given, "day": f"{year}{str(given['month']):>02}-{str(given['day']):>02}"}
    first, last = _named(given, FIRSTS), _named(given, LASTS)
    if first is not None and _named(given, DATES) is None:
        yield from _own(first, first if last is None else last, given, field)
    elif (on := _named(given, DATES)) is not None:
        if isinstance(on, list | tuple) and any(isinstance(day, Mapping) for day in on):
            yield from _sources(on, zone, field)
        else:
            for day in on if isinstance(on, list | tuple) else [on]:
                ends = RANGE.split(str(day))
                if first is not None and last is not None and len(ends) == 1:
                    yield from _own(day, day, given | {"hours": [first, last]}, field)
                else:
                    yield from _own(ends[0], ends[-1], given, field)
    elif not country and not any(name in given for name in ICAL):
        yield from _by_date(given, zone, field)


def _by_date(given: Mapping[str, object], zone: tzinfo, field: str) -> Iterator[Source]:
    """`{"2026-12-25": "Christmas", "2026-12-24": "09:00-12:00"}`: hours, or a name and nothing open."""
    for day, about in given.items():
        if not day[:1].isdigit() and not day.startswith("--"):
            raise HoursProblem(f"{field}.{day}", "is not known; a special day has 'date', or 'from' and 'to'")
        ends = RANGE.split(day)
        if isinstance(about, Mapping) and not any(name in about for name in ("start", "from", "end", "to")):
            yield from _own(ends[0], ends[-1], about, f"{field}.{day}")
        else:
            is_name = isinstance(about, str) and not _is_hours(about)
            hours = {} if about in (None, True, False) or is_name else {"hours": about}
            yield from _own(ends[0], ends[-1], hours, f"{field}.{day}")


def _is_hours(text: str) -> bool:
    return bool(BETWEEN.search(text)) and any(letter.isdigit() for letter in text) or text == "24/7"


def _named(given: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((given[name] for name in names if given.get(name) is not None), None)


def _own(first: object, last: object, about: Mapping[str, object], field: str) -> Iterator[OwnDays]:
    begins, is_yearly = _moment(first, field)
    ends, _ = _moment(last, field)
    is_yearly = is_yearly or any(about.get(name) in (True, "yearly", "annual", "annually") for name in YEARLY)
    if is_yearly and (ends.month, ends.day) < (begins.month, begins.day) and ends.year == begins.year:
        ends = ends.replace(year=ends.year + 1)
    if ends < begins:
        raise HoursProblem(field, f"the last day {last!r} comes before the first, {first!r}")
    if isinstance(first, str) and isinstance(last, str) and (begins.time() != time() or ends.time() != time()):
        yield from _partly(begins, ends, is_yearly)
    else:
        kind, hours = _kind(about, field)
        yield OwnDays(begins.date(), ends.date(), kind, hours, is_yearly)


def _kind(about: Mapping[str, object], field: str) -> tuple[Kind, tuple[Span, ...]]:
    if isinstance(closed := about.get("closed"), str | list) and closed not in ("yes", "true", "all day"):
        return "shut", periods(closed, field)
    if is_shut(about):
        return "closed", ()
    hours = next((about[name] for name in OPEN_HOURS if about.get(name) is not None), None)
    if "close" in about and isinstance(hours, str | int | float) and not isinstance(hours, bool):
        hours = [hours, about["close"]]
    if hours is True:
        return "usual", ()
    found = periods(hours, field)
    return ("open", found) if found else ("closed", ())


def _partly(begins: datetime, ends: datetime, is_yearly: bool) -> Iterator[OwnDays]:
    """Closed from one moment to another: of the first and last day only a part."""
    day = datetime.combine(begins.date(), time())
    while day < ends:
        hours = tuple(int((moment - day).total_seconds()) for moment in (max(begins, day), ends))
        yield OwnDays(day.date(), day.date(), "shut", ((hours[0], min(hours[1], DAY)),), is_yearly)
        day += timedelta(1)


def _moment(given: object, field: str) -> tuple[datetime, bool]:
    """A day or a wall time, and whether it comes each year."""
    text = str(given).strip()
    try:
        if match := WITHOUT_YEAR.fullmatch(text):
            return datetime(LEAP_YEAR, int(match[1]), int(match[2])), True
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise HoursProblem(
            field, f"{given!r} is no day; it looks like '2026-12-25', or '12-25' for each year"
        ) from None
    if not 1600 <= moment.year <= 9000:
        raise HoursProblem(field, f"{given!r} lies outside the years 1600 to 9000")
    return moment.replace(tzinfo=None), False


def _public(country: str, part: str | None, field: str) -> PublicHolidays:
    import holidays

    code = _by_name(country) or {"UK": "GB"}.get(country.upper(), country.upper())
    if code not in _countries():
        near = get_close_matches(code, _countries(), n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise HoursProblem(field, f"the public holidays of {country!r} are not known{hint}")
    bare = part and part.strip().removeprefix(f"{code}-")
    for named in dict.fromkeys((bare, bare and bare.upper())):
        try:
            holidays.country_holidays(code, subdiv=named, years=LEAP_YEAR)
        except NotImplementedError:
            continue
        return PublicHolidays(code, named)
    raise HoursProblem(field, f"{code} has no part {part!r}; those known: {_parts(code)}")


def _by_name(country: str) -> str | None:
    """The code of a country that is written out in English."""
    import holidays

    known = getattr(holidays, country.title().replace(" ", ""), None) if len(country) > 3 else None
    return getattr(known, "country", None)


@cache
def _countries() -> tuple[str, ...]:
    import holidays

    return tuple(holidays.list_supported_countries())


def _parts(country: str) -> str:
    import holidays

    return ", ".join(holidays.list_supported_countries()[country]) or "none"
