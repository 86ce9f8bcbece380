"""A week of opening hours."""

import re
from collections.abc import Iterable, Mapping

from regulars.lib.hours.calendar import Week
from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.reading.days import are_days, days, numbers
from regulars.lib.hours.reading.times import ALWAYS, CLOSES, LISTS, OPENS, periods
from regulars.lib.hours.spans import Span, merged

Entries = list[tuple[object, object]]  # what names the days, and their periods

DAY_FIELDS = ("days", "day", "weekday", "weekdays", "day_of_week", "dayOfWeek", "dow", "on")
WRAPPERS = ("week", "weekly", "schedule", "weekly_hours", "regular", "business_hours", "opening_hours", "days")
BREAK = re.compile(r"[;\n]|,(?=\s*[a-z][a-z ,&–—-]*[\s:]+\d)", re.IGNORECASE)
LINE = re.compile(r"([a-z][a-z ,&–—-]*?)[\s:]+((?:\d|closed|off|24/7|noon|midnight).*)", re.IGNORECASE)


def week(given: object, field: str = "hours") -> Week:
    """Seven days from Monday. Raises HoursProblem, which names the day."""
    found: list[list[Span]] = [[] for _ in range(7)]
    entries = [
        (named, periods(times, f"{field}.{named}" if isinstance(named, str) and named != "daily" else field))
        for named, times in _entries(given, field)
    ]
    monday = _number_of_monday(entries)
    for named, times in entries:
        for day in days(named, field, monday=monday):
            found[day] += times
    return tuple(merged(each) for each in found)


def _number_of_monday(entries: list[tuple[object, tuple[Span, ...]]]) -> int:
    """Monday is 1, as in ISO and wherever Sunday is 0. It is 0 in a week that uses 0 and not 7, as in Python.

    Unless 0 and 6 are both closed: that is the weekend of a week from Sunday.
    """
    used = {number for named, _ in entries for number in numbers(named)}
    worked = {number for named, times in entries if times for number in numbers(named)}
    return 0 if 0 in used and 7 not in used and worked & {0, 6} else 1


def _entries(given: object, field: str) -> Entries:
    if given is None or given is False:
        return []
    if given is True or (isinstance(given, str) and given.strip().lower() in ALWAYS):
        return [("daily", "00:00-24:00")]
    if isinstance(given, str):
        return [entry for line in BREAK.split(given) if line.strip() for entry in _line(line.strip())]
    if isinstance(given, Mapping):
        return _from_mapping(given, field)
    if isinstance(given, list | tuple):
        return _from_list(given, field)
    raise HoursProblem(field, f"{given!r} is no week; it looks like {{'mon-fri': '09:00-17:00'}}")


def _line(line: str) -> Entries:
    """`Mo-Fr 09:00-17:00`, or times alone for every day."""
    match = LINE.fullmatch(line)
    return [(match[1], match[2])] if match and are_days(match[1]) else [("daily", line)]


def _from_mapping(given: Mapping[str, object], field: str) -> Entries:
    named = [name for name in given if are_days(name)]
    if not named and (wrapper := next((name for name in WRAPPERS if isinstance(given.get(name), Mapping)), None)):
        return _entries(given[wrapper], field)
    if day_field := next((name for name in DAY_FIELDS if name in given and are_days(given[name])), None):
        return [(given[day_field], {name: value for name, value in given.items() if name != day_field})]
    if not named and (
        said := next((given[name] for name in DAY_FIELDS if isinstance(given.get(name), str | list)), None)
    ):
        days(said, field, monday=1)  # says which day is none
    if not named and any(name in given for name in (*OPENS, *CLOSES, *LISTS)):
        inner = next((given[name] for name in LISTS if name in given), None)
        return _entries(inner, field) if inner is not None else [("daily", given)]
    return [(name, times) for name, times in given.items()]


def _from_list(given: Iterable[object], field: str) -> Entries:
    """Rows that name their days, times of every day, or seven days from Monday."""
    rows = list(given)
    is_named = any(isinstance(row, Mapping) and any(name in row for name in DAY_FIELDS) for row in rows)
    is_named = is_named or any(isinstance(row, str) and LINE.fullmatch(row) for row in rows)
    if len(rows) == 7 and not is_named:
        return list(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), rows, strict=True))
    return [entry for row in rows for entry in _row(row, field)]


def _row(row: object, field: str) -> Entries:
    if isinstance(row, list | tuple):
        if len(row) == 3 and are_days(row[0]):
            return [(row[0], [row[1], row[2]])]
        if len(row) == 2 and isinstance(row[0], str) and not row[0].isdecimal() and are_days(row[0]):
            return [(row[0], row[1])]
        return [("daily", row)]
    return _entries(row, field)
