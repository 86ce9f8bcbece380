"""A stored call as the request that it was, for those who read requests."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest

NEVER_KEPT = {"authorization", "cookie", "proxy-authorization"}


def replay(body: bytes, headers: Mapping[str, str]) -> WSGIRequest:
    """The request once more. Who may call was asked when it came."""
    named = {name.upper().replace("-", "_"): value for name, value in headers.items() if name.lower() not in NEVER_KEPT}
    sent = {f"HTTP_{name}": value for name, value in named.items() if name not in ("CONTENT_TYPE", "CONTENT_LENGTH")}
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    about = {"CONTENT_TYPE": named.get("CONTENT_TYPE", ""), "CONTENT_LENGTH": str(len(body))}
    request = WSGIRequest({**usual, **sent, **about, "wsgi.input": BytesIO(body), "wsgi.url_scheme": "https"})
    request.body  # noqa: B018 - read now, for it cannot be once a form was read
    return request


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """What is written down of a request's headers."""
    return {name.lower(): value[:2000] for name, value in headers.items() if name.lower() not in NEVER_KEPT}
