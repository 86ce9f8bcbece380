"""The Date header, however it is written, as a moment in time."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

EARLIEST, LATEST = 1980, 2100  # outside these years a clock was wrong, and no date is better than that one
ZONES = {  # by names that mean one place; Python knows those of the RFC
    "WEST": "+0100", "BST": "+0100", "CET": "+0100", "MET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MEST": "+0200",
    "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "HKT": "+0800", "SGT": "+0800", "JST": "+0900",
    "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300",
}  # fmt: skip
NAMED = re.compile(rf"\b({'|'.join(ZONES)})$", re.I)
COMMENT = re.compile(r"\([^()]*\)")


def moment(value: str) -> datetime | None:
    """An aware moment, in the sender's offset; None when there is none or an absurd one."""
    value = NAMED.sub(lambda name: ZONES[name[1].upper()], COMMENT.sub(" ", value[:200]).strip())
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
