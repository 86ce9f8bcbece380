"""The Date header, however it is written, as a moment in time."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

EARLIEST, LATEST = 1980, 2100  # outside these years a clock was wrong, and no date is better than that one
COMMENT = re.compile(r"\([^()]*\)")


def moment(value: str) -> datetime | None:
    """An aware moment, in the sender's offset; None when there is none or an absurd one."""
    value = COMMENT.sub(" ", value[:200]).strip()
    return (_as_in_mail(value) or _as_in_iso_8601(value)) if value else None


def _as_in_mail(value: str) -> datetime | None:
    try:
        year, month, day, hour, minute, second, *_, offset = parsedate_tz(value)
        if not EARLIEST <= year <= LATEST:
            return None
        zone = timezone(timedelta(seconds=offset)) if offset else UTC
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _as_in_iso_8601(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) if EARLIEST <= found.year <= LATEST else None
