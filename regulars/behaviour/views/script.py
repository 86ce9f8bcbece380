"""The script that a website loads to tell us what is done there."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

SCRIPT = (Path(__file__).resolve().parents[1] / "assets" / "track.js").read_bytes()


@gzip_page
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Kept by browsers for an hour."""
    response = HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
