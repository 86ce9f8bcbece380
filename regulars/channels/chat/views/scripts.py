"""The two scripts that pages of others load."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

ASSETS = Path(__file__).resolve().parents[1] / "assets"
KEPT = 300  # seconds


@require_safe
def facade(request: HttpRequest) -> HttpResponse:
    """The button: what every page of a shop loads."""
    return _script(request, "widget.js")


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """What it opens: loaded on first use."""
    return _script(request, "panel.js")


def _script(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponse((ASSETS / name).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
