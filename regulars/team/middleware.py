from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_ZONES = available_timezones()


class AgentMiddleware:
    """Shows every time in the signed-in agent's own zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A request without a session cookie has no agent: do not ask the database to find that out.
        if request.COOKIES and request.user.is_authenticated and request.user.time_zone in _ZONES:
            with timezone.override(ZoneInfo(request.user.time_zone)):
                return self.get_response(request)
        return self.get_response(request)
