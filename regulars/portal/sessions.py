"""Who of our customers is signed in: a cookie of their own, apart from the desk's."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from regulars.lib.question import Question
from regulars.portal.models import Code, Session

COOKIE, SALT = "regulars_customer", "regulars.portal.session"
TICKET, TICKET_SALT = "regulars_code", "regulars.portal.code"
SEEN_EVERY = timedelta(minutes=10)

_session = Question(
    lambda hash, now: Session.objects.select_related("proof__identity__customer").filter(key_hash=hash, ends_at__gt=now),
    hash=str, now=datetime,
)  # fmt: skip


def hash_of_key(key: str) -> str:
    """What is kept of the key: whoever reads the database cannot sign in by it."""
    return hashlib.sha256(key.encode()).hexdigest()


def session_of(request: HttpRequest) -> Session | None:
    """The session that this browser holds the key to."""
    if COOKIE not in request.COOKIES:  # nobody: do not ask the database to find that out
        return None
    key = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    now = timezone.now()
    found = _session.first(hash=hash_of_key(key), now=now) if key else None
    if found and now - found.seen_at > SEEN_EVERY:
        Session.objects.filter(pk=found.pk).update(seen_at=now)
    return found


def hand_key(response: HttpResponse, key: str, *, lasts: timedelta) -> None:
    """Give the browser its key. Lax: a link from a letter finds them signed in, a form on another page does not."""
    safety = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_signed_cookie(COOKIE, key, salt=SALT, max_age=int(lasts.total_seconds()), **safety)


def hand_ticket(response: HttpResponse, code: Code | None, *, lasts: timedelta) -> None:
    """Let this browser, and no other, type the digits of a code; with none, no more."""
    if code is None:
        response.delete_cookie(TICKET, path="/my", samesite="Lax")
        return
    safety = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE, "path": "/my"}
    # Twice as long as the code, so that somebody who comes late is told so.
    response.set_signed_cookie(TICKET, str(code.pk), salt=TICKET_SALT, max_age=2 * int(lasts.total_seconds()), **safety)


def ticket_of(request: HttpRequest) -> int:
    """The id of the code that this browser asked for; 0 when it asked for none."""
    return int(request.get_signed_cookie(TICKET, default="0", salt=TICKET_SALT))
