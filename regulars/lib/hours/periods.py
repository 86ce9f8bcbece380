"""Periods of a day in words."""

from regulars.lib.hours.spans import Span
from regulars.lib.hours.zones import DAY


def told(period: Span) -> str:
    """A period of a day as text: 09:00-17:00; over midnight 22:00-06:00."""
    start, end = period
    return f"{_clock(start)}-{_clock(end - DAY if DAY < end < start + DAY else end)}"


def _clock(seconds: int) -> str:
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
