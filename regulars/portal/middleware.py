from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from regulars.customers.models import Customer
from regulars.lib.numbers import number_in
from regulars.portal.brands import site_of
from regulars.portal.queries import Reader
from regulars.portal.sessions import session_of

_ZONES = available_timezones()
OURS = ("/my/", "/opinion/", "/r/")  # what leads nowhere there, customers are told in their own surroundings
MOST = 30 * 1024 * 1024  # bytes of a request of somebody who is signed in: a message with its files
MOST_OF_STRANGERS = 11 * 1024 * 1024


class CustomerMiddleware:
    """Finds out which customer asks, as `request.customer` (None: nobody), and speaks their language where they are at home.

    It knows nothing of who works here: one browser may be both, and neither disturbs the other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = session_of(request)
        request.customer_session, request.customer = session, session.customer if session else None
        # What only some pages want to know is asked when they do.
        request.customer_reader = reader = SimpleLazyObject(lambda: Reader(session.proof)) if session else None
        if session:
            request.customer.is_proven = SimpleLazyObject(lambda: reader.details is not None)
        if not f"{request.path}/".startswith(OURS):
            return self.get_response(request)
        if _length(request) > (MOST if session else MOST_OF_STRANGERS):  # before anything reads it
            return HttpResponse(
                _("That is more than we can take at once."), status=413, content_type="text/plain; charset=utf-8"
            )
        known = reader.details if reader else None
        with translation.override(language_of(known)), timezone.override(_zone(known)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            if response.status_code == 404:
                response = render(request, "portal/pages/missing.html", {"site": site_of(request, page="")}, status=404)
            response.headers["Content-Language"] = translation.get_language() or "en"
        response.headers["Cache-Control"] = response.headers.get("Cache-Control", "private, no-store")
        return response


def language_of(customer: Customer | None) -> str | None:
    """The customer's language where the house speaks it, or else that of their browser."""
    try:
        return (
            translation.get_supported_language_variant(customer.language)
            if customer and customer.language
            else translation.get_language()
        )
    except LookupError:
        return translation.get_language()


def _zone(customer: Customer | None) -> ZoneInfo | None:
    return ZoneInfo(customer.time_zone) if customer and customer.time_zone in _ZONES else None


def _length(request: HttpRequest) -> int:
    """What is said of it in more digits than any number has is too much."""
    said = number_in(request.META.get("CONTENT_LENGTH") or "0")
    return MOST + 1 if said is None else said
