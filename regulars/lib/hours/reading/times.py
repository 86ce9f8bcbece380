"""Times of a day and periods between them."""

import re
from collections.abc import Mapping

from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.spans import Span, merged
from regulars.lib.hours.zones import DAY

OPENS = (
    "open",
    "opens",
    "start",
    "starts",
    "from",
    "begin",
    "start_time",
    "open_time",
    "opening",
    "opens_at",
    "startTime",
)
CLOSES = ("close", "closes", "end", "ends", "to", "until", "till", "finish", "end_time", "close_time", "closing")
CLOSES += ("closes_at", "endTime", "closed_at", "stop")
LISTS = ("periods", "intervals", "hours", "times", "slots", "ranges", "shifts")
ALWAYS = {"24/7", "24x7", "24h", "24 hours", "always", "all day", "all-day", "open", "00-24", "0-24"}
NEVER = {"", "closed", "never", "off", "none", "-", "holiday", "n/a"}
TIME = re.compile(r"(\d{1,2})(?:h|[:.h](\d{2})(?::(\d{2}))?)?(?:\s*([ap])\.?m\.?)?|(\d{2})(\d{2})", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|/)\s*", re.IGNORECASE)
WORDS = {"noon": 12 * 3600, "midday": 12 * 3600, "midnight": 0}


def periods(given: object, field: str) -> tuple[Span, ...]:
    """The periods of one day, in whatever shape; over midnight they end beyond 86 400 seconds."""
    return merged(_periods(given, field))


def _periods(given: object, field: str) -> list[Span]:
    if given is None or given is False:
        return []
    if given is True:
        return [(0, DAY)]
    if isinstance(given, str):
        return _from_text(given, field)
    if isinstance(given, Mapping):
        return _from_mapping(given, field)
    if isinstance(given, list | tuple):
        if given and len(given) % 2 == 0 and all(_is_time(each) for each in given):
            return [_period(opens, closes, field) for opens, closes in zip(given[::2], given[1::2], strict=True)]
        return [period for each in given for period in _periods(each, field)]
    raise HoursProblem(field, f"{given!r} is no period; it looks like '09:00-17:00'")


def _from_text(given: str, field: str) -> list[Span]:
    text = given.strip().lower()
    if text in ALWAYS:
        return [(0, DAY)]
    if text in NEVER:
        return []
    found: list[Span] = []
    for each in re.split(r"\s*(?:[,;&+]|\band\b)\s*", text):
        ends = BETWEEN.split(each)
        if len(ends) != 2:
            raise HoursProblem(field, f"{each!r} is no period; it looks like '09:00-17:00'")
        found.append(_period(ends[0], ends[1], field))
    return found


def _from_mapping(given: Mapping[str, object], field: str) -> list[Span]:
    if is_shut(given):
        return []
    opens, closes = _first(given, OPENS), _first(given, CLOSES)
    if opens is True or (opens is None and closes is None and given.get("all_day") is True):
        inner = next((given[name] for name in LISTS if name in given), True)
        return _periods(inner, field)
    if opens is not None and closes is not None:
        return [_period(opens, closes, field)]
    if (name := next((name for name in LISTS if name in given), None)) is not None:
        return _periods(given[name], field)
    if given and all(_is_time(key) for key in given):
        return [_period(start, end, field) for start, end in given.items()]
    if not given:
        return []
    raise HoursProblem(field, f"a period has 'open' and 'close', not {', '.join(map(repr, given))}")


def is_shut(given: Mapping[str, object]) -> bool:
    """Whether it says of itself that nothing is open."""
    shut = given.get("closed") is True or given.get("is_closed") is True
    off = any(given.get(name) is False for name in ("open", "is_open", "enabled", "active", "is_working_day"))
    return shut or off


def _first(given: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next(
        (given[name] for name in names if given.get(name) is not None and not isinstance(given[name], list)), None
    )


def _is_time(given: object) -> bool:
    if isinstance(given, str):
        return given.strip().lower() in WORDS or TIME.fullmatch(given.strip()) is not None
    return isinstance(given, int | float) and not isinstance(given, bool)


def _period(opens: object, closes: object, field: str) -> Span:
    """Numbers up to 24 are hours, beyond that minutes since midnight; a close at or before the open is the next day's."""
    numbers = [each for each in (opens, closes) if isinstance(each, int | float)]
    unit = 60 if any(number > 48 for number in numbers) else 3600
    start, end = (_seconds(each, unit, field) for each in (opens, closes))
    if start == end and start % DAY:
        raise HoursProblem(
            field, f"'{opens}-{closes}' begins and ends at the same time; '00:00-24:00' is the whole day"
        )
    if end <= start:
        end += DAY
    if start >= DAY or end > 2 * DAY:
        raise HoursProblem(field, f"'{opens}-{closes}' does not begin on its day, or lasts beyond the next")
    return start, end


def _seconds(given: object, unit: int, field: str) -> int:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given * unit <= 2 * DAY:
        return round(given * unit)
    text = str(given).strip().lower()
    if text in WORDS:
        return WORDS[text]
    if not isinstance(given, str) or not (match := TIME.fullmatch(text)):
        raise HoursProblem(field, f"{given!r} is no time of day; it looks like '09:00'")
    hour, minute, second = (int(each or 0) for each in (match[1] or match[5], match[2] or match[6], match[3]))
    if match[4]:
        if not 1 <= hour <= 12:
            raise HoursProblem(field, f"{given!r} is no time of day: before am and pm stands 1 to 12")
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    if hour > 48 or minute > 59 or second > 59:
        raise HoursProblem(field, f"{given!r} is no time of day; it looks like '09:00'")
    return hour * 3600 + minute * 60 + second
