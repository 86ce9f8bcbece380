"""Hours as a whole: one calendar, or several of which any may be open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from regulars.lib.hours.calendar import Calendar
from regulars.lib.hours.hours import Hours
from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.reading.special import special_days
from regulars.lib.hours.reading.week import week
from regulars.lib.hours.zones import zone

# The name of a field → others that are understood.
FIELDS = {
    "hours": ("business_hours", "working_hours", "opening_hours", "schedule", "week", "weekly_hours"),
    "time_zone": ("timezone", "tz", "zone", "timeZone", "time_zone_name", "iana"),
    "holidays": ("closures", "days_off", "public_holidays"),
    "special_days": ("exceptions", "overrides", "special_hours", "special", "open_days", "extra_days"),
    "any": ("any_of", "calendars", "union", "locations"),
}


def field(given: Mapping[str, object], name: str, names: Mapping[str, Iterable[str]] = FIELDS) -> object:
    """The value of a field under any of its names."""
    return next((given[each] for each in (name, *names[name]) if given.get(each) is not None), None)


def refuse_misspelt(given: Mapping[str, object], names: Mapping[str, Iterable[str]]) -> None:
    """Raise HoursProblem for a field that is almost one that is missing. Others may be notes, and are passed over."""
    known = {each for name, others in names.items() for each in (name, *others)}
    missing = {each for name, others in names.items() if field(given, name, names) is None for each in (name, *others)}
    for each in set(given) - known:
        if near := get_close_matches(each, missing, n=1, cutoff=0.8):
            raise HoursProblem(each, f"is not known; did you mean {near[0]!r}?")


def hours_from(given: Mapping[str, object]) -> Hours:
    """Hours from plain `{"hours": …, "time_zone": …, "holidays": […]}`, or a union of such, `{"any": [{…}, …]}`.

    Raises HoursProblem, which names the field.
    """
    refuse_misspelt(given, FIELDS)
    weekly, several = field(given, "hours"), field(given, "any")
    if isinstance(weekly, list) and weekly and all(_is_calendar(each) for each in weekly):
        weekly, several = None, weekly
    if isinstance(several, list | tuple):
        return _union(given, several)
    if isinstance(weekly, Mapping) and _is_calendar(weekly | {"hours": 1}) and field(weekly, "hours") is not None:
        return hours_from({**_bare(given, "hours"), **weekly})
    if isinstance(weekly, Mapping) and field(weekly, "time_zone") is not None:
        inner = {name: value for name, value in weekly.items() if name in FIELDS or name in FIELDS["time_zone"]}
        days = {name: value for name, value in weekly.items() if name not in inner}
        return hours_from({**_bare(given, "hours"), **inner, "hours": days})
    return _single(given, weekly)


def _single(given: Mapping[str, object], weekly: object) -> Hours:
    if weekly is None and not any(name in given for name in ("hours", *FIELDS["hours"])):
        raise HoursProblem("hours", "are missing; they look like {'mon-fri': '09:00-17:00'}")
    named = field(given, "time_zone")
    if named is not None and not isinstance(named, str):
        raise HoursProblem("time_zone", f"{named!r} is no name of a zone; it looks like 'Europe/Berlin'")
    there = zone(named.strip() if named else "UTC")
    special = special_days(field(given, "holidays"), there)
    special += special_days(field(given, "special_days"), there, "special_days")
    return Hours(there, (Calendar(there, week(weekly), special),))


def _union(given: Mapping[str, object], several: Iterable[object]) -> Hours:
    """What the whole says (its zone, its holidays) holds for each that does not say otherwise."""
    shared = {name: value for name, value in given.items() if value is not several}
    found = [hours_from(_bare(shared, *each) | each) for each in several if isinstance(each, Mapping)]
    if not found:
        raise HoursProblem("any", "there must be at least one calendar")
    named = field(given, "time_zone")
    there = zone(named) if isinstance(named, str) else found[0].zone
    return Hours(there, tuple(calendar for each in found for calendar in each.calendars))


def _bare(given: Mapping[str, object], *names: str) -> dict[str, object]:
    """Without these fields, under any of their names."""
    gone = {each for name, others in FIELDS.items() if {name, *others} & set(names) for each in (name, *others)}
    return {name: value for name, value in given.items() if name not in gone}


def _is_calendar(given: object) -> bool:
    if not isinstance(given, Mapping):
        return False
    return field(given, "hours") is not None and field(given, "time_zone") is not None
