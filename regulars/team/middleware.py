from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.team.signing_in import lacks_second_factor

_ZONES = available_timezones()
WITHOUT_SECOND = ("/accounts/", "/static/", "/ui/")  # what somebody needs to set a second factor up


class AgentMiddleware:
    """Speaks the signed-in agent's language, in their own time zone, and leads whoever needs a second factor to where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A request without a session cookie has no agent: do not ask the database to find that out.
        if not request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        request.LANGUAGE_CODE = language = request.user.language or translation.get_language()
        zone = ZoneInfo(request.user.time_zone) if request.user.time_zone in _ZONES else None
        with translation.override(language), timezone.override(zone):
            response = _led_to_second_factor(request) or self.get_response(request)
        response.headers["Content-Language"] = language
        return response


def _led_to_second_factor(request: HttpRequest) -> HttpResponse | None:
    if request.path.startswith(WITHOUT_SECOND) or not lacks_second_factor(request):
        return None
    messages.info(request, _("Your role needs a second factor: set up an app with codes, or a passkey."))
    return redirect("mfa_index")
