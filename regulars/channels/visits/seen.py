"""What a page says about itself and who looks at it, whatever it sent: short, and without what is secret in an address."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import available_timezones

from regulars.channels.visits.models import Visit
from regulars.lib.texts import one_line, storable

LONGEST = 500  # characters of an address
SECRET = re.compile(
    "token|key|code|secret|pass|session|sid$|sig|auth|jwt|mail|otp|state|nonce|hash|reset", re.IGNORECASE
)


class Seen(NamedTuple):
    """A page that somebody looks at."""

    page: str
    title: str
    referrer: str
    language: str
    time_zone: str
    device: str


def read_seen(said: dict[str, Any]) -> Seen:
    """Of whatever a page has sent, what is of use."""
    zone, width = _text(said, "time_zone", 64), said.get("width")
    return Seen(
        page=public(_text(said, "page", 2000)),
        title=one_line(_text(said, "title", 400), limit=200),
        referrer=public(_text(said, "referrer", 2000)),
        language=_text(said, "language", 35),
        time_zone=zone if zone in _zones() else "",
        device=_device(width) if isinstance(width, int | float) and not isinstance(width, bool) else "",
    )


def public(address: str) -> str:
    """An address of the web without who signs in there, without its fragment, and without parameters that may open something.

    At most 500 characters, and nothing of what is no address.
    """
    try:
        parts = urlsplit(address)
        kept = [(name, value) for name, value in parse_qsl(parts.query) if not SECRET.search(name)]
        host = parts.netloc.rpartition("@")[2]
        said = urlunsplit((parts.scheme, host, parts.path, urlencode(kept), ""))[:LONGEST]
        urlsplit(said)  # cut off within its host, it may be none any more
    except ValueError:
        return ""
    return said if parts.scheme in ("http", "https") and host else ""


@cache
def _zones() -> set[str]:
    return available_timezones()  # it looks through a folder each time


def _device(width: float) -> str:
    return Visit.Device.PHONE if width < 600 else Visit.Device.TABLET if width < 1000 else Visit.Device.COMPUTER


def _text(said: dict[str, Any], name: str, limit: int) -> str:
    value = said.get(name)
    return storable(value)[:limit].strip() if isinstance(value, str) else ""
