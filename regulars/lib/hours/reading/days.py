"""Days of the week by name and number."""

import re
from difflib import get_close_matches

from regulars.lib.hours.problem import HoursProblem

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = {short: number for number, name in enumerate(NAMES) for short in {name, name[:3], name[:2]}}
SHORT |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3} | {f"{name}s": number for number, name in enumerate(NAMES)}
GROUPS = {"weekdays": range(5), "weekday": range(5), "workdays": range(5), "weekend": (5, 6), "weekends": (5, 6)}
GROUPS |= dict.fromkeys(
    ("daily", "everyday", "every day", "all", "all days", "all week", "any", "default", "*"), range(7)
)
SCHEMA = "https://schema.org/"
LIST = re.compile(r"\s*[,&+|]\s*|\s+and\s+")
RANGE = re.compile(r"\s*(?:-|–|—|\.\.|\bto\b|\bthrough\b)\s*")


def are_days(given: object) -> bool:
    """Whether it could name days."""
    try:
        return bool(days(given, "hours", monday=1))
    except HoursProblem:
        return False


def numbers(given: object) -> set[int]:
    """The numbers among what names days."""
    return {int(number) for number in re.findall(r"(?<![\d:])\d(?![\d:])", str(given))}


def days(given: object, field: str, *, monday: int) -> list[int]:
    """The days that a name, number, range or list of these stands for; Monday is 0, whatever number it has there."""
    if isinstance(given, list | tuple):
        return [day for each in given for day in days(each, field, monday=monday)]
    text = str(given).strip().lower().removeprefix(SCHEMA).replace("_", " ").rstrip(".")
    if text in GROUPS:
        return list(GROUPS[text])
    parts = [part for part in LIST.split(text) if part]
    if len(parts) > 1:
        return days(parts, field, monday=monday)
    ends = [_day(end, field, monday) for end in RANGE.split(text)]
    if len(ends) == 1:
        return ends
    if len(ends) != 2:
        raise HoursProblem(field, f"{given!r} is no range of days; it looks like 'mon-fri'")
    return [(ends[0] + number) % 7 for number in range((ends[1] - ends[0]) % 7 + 1)]


def _day(text: str, field: str, monday: int) -> int:
    if text in SHORT:
        return SHORT[text]
    if re.fullmatch(r"[0-7]", text) and int(text) <= 6 + monday:
        return (int(text) - monday) % 7
    near = get_close_matches(text, SHORT, n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]!r}?" if near else "; days look like 'mon' or 'monday'"
    raise HoursProblem(field, f"{text!r} is no day of the week{hint}")
