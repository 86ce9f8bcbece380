"""The scripts that pages of others load."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from regulars.channels.chat.scripts import EDITION, FACADE, LOADED

KEPT = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"


@gzip_page
@require_safe
def facade(request: HttpRequest) -> HttpResponse:
    """The button: what every page of a shop loads."""
    return _script(request, FACADE, KEPT)


@gzip_page
@require_safe
def part(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """What it opens, loaded on first use. A page that asks for another edition, from before we changed, is given this one."""
    if name not in LOADED:
        raise Http404
    return _script(request, LOADED[name], FOR_EVER if edition == EDITION else KEPT)


def _script(request: HttpRequest, content: bytes, kept: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = kept
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
