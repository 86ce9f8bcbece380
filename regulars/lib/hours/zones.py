"""Time zones by name, and the stretches of time in which a zone keeps one offset."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from regulars.lib.hours.problem import HoursProblem

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400  # seconds
YEARS = range(16, 9987)  # that can be reckoned with: blocks on both sides must still be dates
TOO_FAR = "only the years 16 to 9986 can be reckoned with"
BLOCK = 28 * DAY  # time is worked on in blocks of four weeks, counted from the epoch
STEP = 12 * 3600  # no zone has changed its offset and taken the change back within twelve hours
OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)


@cache
def zone(name: str) -> tzinfo:
    """The zone of an IANA name in any case of letters, or of a fixed offset such as +05:45."""
    if name.upper() in {"Z", "UTC"}:
        return ZoneInfo("UTC")
    if (match := OFFSET.fullmatch(name)) and int(match[2]) < 24:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    known = _known()
    if name.lower() in known:
        return ZoneInfo(known[name.lower()])
    raise HoursProblem("time_zone", f"there is no zone {name!r}{_nearest(name)}")


def zone_name(given: tzinfo) -> str:
    """The name by which `zone` finds it again."""
    return given.key if isinstance(given, ZoneInfo) else str(given).removeprefix("UTC") or "UTC"


@lru_cache(maxsize=8192)
def stretches(given: tzinfo, block: int) -> tuple[tuple[int, int, int], ...]:
    """A block as (from, to, offset) for each stretch of one offset: seconds since the epoch, seconds east of UTC."""
    start, last = block * BLOCK, (block + 1) * BLOCK
    found: list[tuple[int, int, int]] = []
    at, offset = start, _offset(given, start)
    while at < last:
        ahead = min(at + STEP, last)
        if (other := _offset(given, ahead)) != offset:
            change = _change(given, at, ahead)
            found.append((start, change, offset))
            start, offset = change, other
        at = ahead
    return tuple(span for span in (*found, (start, last, offset)) if span[0] < span[1])


def _offset(given: tzinfo, at: int) -> int:
    offset = (EPOCH + timedelta(seconds=at)).astimezone(given).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _change(given: tzinfo, before: int, after: int) -> int:
    """The first second that has the offset of `after`."""
    new = _offset(given, after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _offset(given, middle) == new else (middle, after)
    return after


@cache
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _nearest(name: str) -> str:
    known = _known()
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.7) or [
        each for each in known if each.rsplit("/")[-1] == name.lower().replace(" ", "_")
    ]
    return f"; did you mean {known[near[0]]!r}?" if near else "; names look like 'Europe/Berlin'"
