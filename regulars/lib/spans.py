"""Lengths of time as people write them: "30 minutes", "4 h", "1 h 30 min", "3 days"."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86400,
    "day": 86400,
    "w": 604800,
    "week": 604800,
}
LONGEST = timedelta(days=36525)
_PART = re.compile(r"([0-9]{1,10}(?:\.[0-9]{1,6})?)\s*([a-z]+)\s*", re.ASCII)


def span(written: str) -> timedelta:
    """The length of time that is `written`, above nothing and up to a hundred years. Raises ValueError saying what is expected."""
    expected = ValueError(_("write a length of time such as “30 minutes”, “4 h” or “3 days”"))
    length, rest = timedelta(), written.strip().lower()
    while rest:
        part = _PART.match(rest)
        unit = part and UNITS.get(part[2], UNITS.get(part[2].removesuffix("s")))
        if not unit:
            raise expected
        length += timedelta(seconds=float(part[1]) * unit)
        rest = rest[part.end() :]
        if length > LONGEST:
            raise expected
    if not length:
        raise expected
    return length


def said_span(length: timedelta) -> str:
    """A length of time in its largest unit that leaves nothing over: "90 minutes", "2 days"."""
    seconds = length / timedelta(seconds=1)
    if not seconds % 86400:
        return ngettext("%d day", "%d days", int(seconds // 86400)) % (seconds // 86400)
    if not seconds % 3600:
        return ngettext("%d hour", "%d hours", int(seconds // 3600)) % (seconds // 3600)
    if not seconds % 60:
        return ngettext("%d minute", "%d minutes", int(seconds // 60)) % (seconds // 60)
    return _("%s seconds") % f"{seconds:.12g}"
