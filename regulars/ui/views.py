"""The stylesheets, and the page on which every part can be looked at."""

import sys

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from regulars.ui.accent import HEX
from regulars.ui.faces import HUES
from regulars.ui.icons import names
from regulars.ui.stylesheet import Stylesheet, site_stylesheet, stylesheet

A_YEAR = 365 * 24 * 60 * 60


def serve_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet of the desk; an old address gets the present one, but is not kept."""
    return _served(request, stylesheet(), digest)


def serve_site_stylesheet(request: HttpRequest, accent: str, digest: str) -> HttpResponse:
    """The stylesheet of what customers see, in a brand's colour: six hexadecimal digits, or `house`."""
    return _served(request, site_stylesheet(accent if HEX.fullmatch(accent) else ""), digest)


def _served(request: HttpRequest, sheet: Stylesheet, digest: str) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.packed if packed else sheet.text, content_type="text/css; charset=utf-8")
    kept = digest == sheet.digest
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if kept else "no-cache"
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """What is shown when an answer failed: 503 when the database is away, 500 for anything else."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_away else 500
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


@login_required
def parts(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for those who build pages."""
    if "events" not in request.user.rights:
        raise PermissionDenied
    return render(request, "ui/pages/parts.html", {"themes": ("light", "dark"), "hues": range(HUES), "icons": names()})
