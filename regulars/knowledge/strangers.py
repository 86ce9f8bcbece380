"""Those whom nobody knows: which of them it is, whether they may go on, and whether their page is one of ours.

Pages of a help centre are the same for everybody, so they hold no secret word of the reader's. What they send is believed when
the browser says that a page of this very host sent it."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.lib.throttle import Throttle

COOKIE, SALT = "regulars_reader", "regulars.knowledge.reader"
A_YEAR = 365 * 24 * 3600  # seconds

searching = Throttle(per_second=3, burst=60)  # a search at each letter, for a quick hand
voting = Throttle(per_second=1 / 15, burst=20)  # several people may share an address


def from_our_page(request: HttpRequest) -> None:
    """Raises PermissionDenied for what another site has sent, or a browser that does not say who sent it."""
    if site := request.headers.get("Sec-Fetch-Site"):
        is_ours = site == "same-origin"
    else:
        source = request.headers.get("Origin") or request.headers.get("Referer") or ""
        is_ours = urlsplit(source).netloc.lower() == request.get_host().lower()
    if not is_ours:
        raise PermissionDenied(_("This came from another site. Please use the page itself."))


def visitor_of(request: HttpRequest) -> str:
    """The random word by which this browser is known; a fresh one when it has none of ours."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT) or secrets.token_urlsafe(24)


def remember(response: HttpResponse, visitor: str) -> None:
    """Let the browser keep its word, which tells nothing about anybody."""
    safety = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_signed_cookie(COOKIE, visitor, salt=SALT, max_age=A_YEAR, **safety)


def too_often(wait: float) -> HttpResponse:
    """429, and when to try again."""
    words = _("That was a lot in a short time. Please try again in a moment.")
    return HttpResponse(
        words, status=429, headers={"Retry-After": str(int(wait) + 1)}, content_type="text/plain; charset=utf-8"
    )
