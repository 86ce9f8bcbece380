"""Whether two people are at one browser, at one place, with the same kind of device: kept as hashes that nobody can read back.

A browser that looks at a link gets a cookie with a random name, which says who first sent it here. It is needed for what was asked: the
friend's points. Nothing else reads it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from regulars.lib.signing import token
from regulars.lib.throttle import asked_from, place_of
from regulars.referrals.models import Link

COOKIE, SALT = "regulars_friend", "regulars.referrals.browser"
LASTS = timedelta(days=180)
REMEMBERED = 20  # of each kind, of one member


class Traces(NamedTuple):
    browser: str = ""
    place: str = ""
    device: str = ""


NONE = Traces()


def traces_of(request: HttpRequest) -> Traces:
    """Of whoever asks; without a cookie, no browser."""
    name = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    return _traces(request, name)


def named(request: HttpRequest, response: HttpResponse) -> Traces:
    """The same, and a browser without a name gets one."""
    name = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    if not name:
        name = secrets.token_urlsafe(16)
        safety = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_signed_cookie(COOKIE, name, salt=SALT, max_age=int(LASTS.total_seconds()), **safety)
    return _traces(request, name)


def place_hash(address: str) -> str:
    return hashed("place", place_of(address.strip()))


def hashed(kind: str, value: str) -> str:
    return token(f"referrals.{kind}", value, key=settings.SECRET_KEY.encode()) if value else ""


@transaction.atomic
def remember(link: Link, seen: Traces) -> None:
    """Where a member was seen, the newest last."""
    kept = Link.objects.select_for_update().get(pk=link.pk)
    for kind, value in seen._asdict().items():
        known = [each for each in kept.traces.get(kind, []) if each != value]
        kept.traces[kind] = [*known, *([value] if value else [])][-REMEMBERED:]
    kept.save(update_fields=["traces"])


def _traces(request: HttpRequest, name: str) -> Traces:
    agent = request.headers.get("User-Agent", "") + request.headers.get("Accept-Language", "")
    return Traces(hashed("browser", name), hashed("place", asked_from(request)), hashed("device", agent))
