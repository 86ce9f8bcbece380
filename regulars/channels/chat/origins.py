"""Which pages may ask: those of the widget's websites, and our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from regulars.channels.chat import limits
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.tokens import visitor_with
from regulars.lib.throttle import asked_from

View = Callable[..., HttpResponse]


def may_ask(widget: Widget, origin: str) -> bool:
    """Whether pages of this origin may. A request without one comes from our own pages, or from no page at all."""
    return not origin or origin in widget.origins or _is_ours(origin)


def _is_ours(origin: str) -> bool:
    house = urlsplit(settings.BASE_URL)
    return origin == f"{house.scheme}://{house.netloc}"


def from_websites(method: str, *, largest: int = limits.LARGEST) -> Callable[[View], View]:
    """A view that pages of others ask, without cookies: it gets the widget, and answers what is no request of that method.

    At most `largest` bytes are taken.
    """

    def decorate(view: View) -> View:
        @csrf_exempt  # nothing here listens to a cookie
        @wraps(view)
        def asked(request: HttpRequest, key: str, **named: str) -> HttpResponse:
            origin = request.headers.get("Origin", "")
            widgets = Widget.objects.select_related("inbox__brand", "inbox__team__calendar")
            widget = widgets.filter(key=key, is_on=True).first()
            if widget is None or not (may_ask(widget, origin) or origin == f"{request.scheme}://{request.get_host()}"):
                return HttpResponse(status=404 if widget is None else 403)
            response = _answered(partial(view, request, widget, **named), request, method, largest)
            if origin:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
                response.headers["Access-Control-Allow-Methods"] = method
                response.headers["Access-Control-Max-Age"] = "600"
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.headers["Vary"] = "Origin, Accept-Language"
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return asked

    return decorate


def by_visitor(view: View) -> View:
    """A view of whoever holds a token for this widget; others are answered 401, and begin anew."""

    @wraps(view)
    def asked(request: HttpRequest, widget: Widget) -> HttpResponse:
        visitor = visitor_asking(request, widget)
        return view(request, visitor) if visitor else HttpResponse(status=401)

    return asked


def visitor_asking(request: HttpRequest, widget: Widget) -> Visitor | None:
    """Whoever holds the token that the request brings, if it brings one."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return visitor_with(token, widget_key=widget.key) if token else None


def given(request: HttpRequest) -> dict[str, Any]:
    """What a page sent as JSON; nothing of what is none."""
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def word(said: dict[str, Any], name: str, *, limit: int = 4000) -> str:
    value = said.get(name)
    return value[:limit] if isinstance(value, str) else ""


def slower(seconds: float) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(int(seconds) + 1)})


def _answered(view: Callable[[], HttpResponse], request: HttpRequest, method: str, largest: int) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != method:
        return HttpResponse(status=405, headers={"Allow": method})
    if not length.isdecimal() or int(length) > largest:
        return HttpResponse(status=413)
    if wait := limits.looking.wait(asked_from(request)):
        return slower(wait)
    try:
        return view()
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
