"""A letter's own HTML, alone in a frame that can run nothing and fetches nothing from elsewhere."""

from django.conf import settings
from django.http import HttpResponse

SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors 'self'; sandbox {SANDBOX}"
)


def framed(html: str) -> HttpResponse:
    """The answer for a frame's address. `html` is sanitised already."""
    page = (
        '<!doctype html><html><head><meta charset="utf-8"><base target="_blank">'
        f'<link rel="stylesheet" href="{settings.STATIC_URL}conversations/letter.css"></head><body dir="auto">{html}</body></html>'
    )
    response = HttpResponse(page)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response
