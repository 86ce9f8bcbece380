"""Instants and lengths of time as they stand in JSON."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction

from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.zones import EPOCH, TOO_FAR, YEARS, zone

MILLISECONDS = (
    100_000_000_000  # epoch numbers from here on count milliseconds: as seconds they would mean the year 5138
)
MIDNIGHT = re.compile(
    r"(.*[T ])24(:?00(?:(?::?00)(?:[.,]0+)?)?(?:Z|[+-].*)?)", re.IGNORECASE
)  # a day's end in ISO 8601
BRACKET = re.compile(r"(.+)\[([^\]]+)\]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
ISO = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?", re.IGNORECASE)
WORDS = re.compile(r"([+-])?(?:(\d+)w)?(?:(\d+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?", re.IGNORECASE)
MINUTES = (7 * 1440, 1440, 60, 1, Fraction(1, 60))  # of a week, day, hour, minute, second
LENGTHS = {"minutes": 1, "hours_count": 60, "seconds": Fraction(1, 60), "duration": 1}
MOST = 10**10  # minutes, 19 000 years


def instant(given: object, here: tzinfo, field: str) -> datetime:
    """ISO 8601 with offset, `Z` or none (the wall clock's in `here`), or a number of seconds since 1970."""
    moment = _read(given, here, field)
    if moment.year not in YEARS:
        raise HoursProblem(field, TOO_FAR)
    return moment


def _read(given: object, here: tzinfo, field: str) -> datetime:
    if isinstance(given, str) and NUMBER.fullmatch(given.strip()) and len(given.strip()) > 8:
        given = float(given)
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            seconds = Fraction(str(given)) / (1000 if abs(given) >= MILLISECONDS else 1)
            return (EPOCH + timedelta(microseconds=round(seconds * 1_000_000))).astimezone(here)
        if isinstance(given, str):
            return _from_text(given.strip(), here)
    except (ValueError, OverflowError) as error:
        if isinstance(error, HoursProblem):
            raise HoursProblem(field, error.message) from None
    missing = "is missing" if given is None else f"{given!r} is no instant"
    raise HoursProblem(field, f"{missing}; it looks like '2026-11-23T09:00:00+01:00'")


def _from_text(text: str, here: tzinfo) -> datetime:
    if match := BRACKET.fullmatch(text):
        text, here = match[1], zone(match[2])
    text = text.replace(" Z", "Z").replace(" +", "+").replace(" UTC", "Z")
    if match := MIDNIGHT.fullmatch(text):
        moment = datetime.fromisoformat(f"{match[1]}00{match[2]}") + timedelta(days=1)
    else:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=here)


def length(given: Mapping[str, object]) -> Fraction:
    """How many minutes a question asks for: from `minutes`, `hours_count`, `seconds` or `duration`; summed if several."""
    named = [name for name in LENGTHS if given.get(name) is not None]
    if not named:
        raise HoursProblem("minutes", "is missing; it is a number, below zero to count backward")
    return sum((_minutes(given[name], LENGTHS[name], name) for name in named), start=Fraction(0))


def _minutes(given: object, unit: int | Fraction, field: str) -> Fraction:
    if isinstance(given, str) and not NUMBER.fullmatch(given.strip()):
        return _from_words(given.strip(), field)
    is_number = isinstance(given, int | float | str) and not isinstance(given, bool)
    if not is_number or not math.isfinite(number := float(given)) or abs(number) > MOST:
        raise HoursProblem(field, f"{given!r} is no number, or too large a one")
    return Fraction(str(given).strip()) * unit


def _from_words(text: str, field: str) -> Fraction:
    """`PT1H30M` or `1h 30m`; a day is 24 hours of open time."""
    match = ISO.fullmatch(text) or WORDS.fullmatch(text.replace(" ", ""))
    try:
        if match and any(match.groups()[1:]):
            parts = zip(match.groups()[1:], MINUTES, strict=True)
            return sum(Fraction(part or 0) * unit for part, unit in parts) * (-1 if match[1] == "-" else 1)
    except ValueError:
        pass
    raise HoursProblem(field, f"{text!r} is no length of time; it looks like 90, 'PT1H30M' or '1h30m'")
