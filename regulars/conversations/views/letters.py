"""What came with letters: their bodies, in frames that can run nothing, and their files."""

from __future__ import annotations

from html import escape

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from regulars.conversations.files import pictures_within
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.conversations.showing import SANDBOX, is_folded
from regulars.lib import blobs
from regulars.lib.html import html_from_text
from regulars.lib.quotes.html import fold_html

A_YEAR = "private, max-age=31536000, immutable"
STYLED = ("color", "background", "bgcolor", "<font", "<table")  # a letter with a look of its own keeps its white paper


@login_required
@require_GET
def body(request: HttpRequest, message_id: int) -> HttpResponse:
    """The letter alone, for its frame. `quoted` unfolds what was said before; `pictures` fetches those of other servers."""
    found = Message.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    message = get_object_or_404(found.prefetch_related("attachments"), pk=message_id)
    folds = "quoted" not in request.GET and is_folded(message)
    html = (
        _with_pictures(message, fold_html(message.html)[0] if folds else message.html)
        if message.html
        else html_from_text(message.text)
    )
    pictures = "pictures" in request.GET
    looks = {"look": any(mark in message.html for mark in STYLED), "pictures": pictures}
    response = HttpResponse(_page(html, classes=" ".join(look for look, holds in looks.items() if holds)))
    remote = " https: http:" if pictures else ""
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:{remote}; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'self'; sandbox {SANDBOX}"
    )
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, max-age=300"
    return response


@login_required
@require_GET
def attachment(request: HttpRequest, attachment_id: int) -> FileResponse:
    """A file as it came, to keep. Never opened as a page of ours."""
    file = _attachment(request, attachment_id)
    return file_response(file, as_attachment=True, content_type="application/octet-stream")


@login_required
@require_GET
def picture(request: HttpRequest, attachment_id: int) -> FileResponse:
    """A picture to look at in the page."""
    file = _attachment(request, attachment_id)
    if not file.is_image:
        raise Http404
    return file_response(file, as_attachment=False, content_type=file.content_type)


def _attachment(request: HttpRequest, attachment_id: int) -> Attachment:
    seen = Q(message__conversation__in=Conversation.objects.visible_to(request.user))
    return get_object_or_404(Attachment.objects.filter(seen | Q(uploaded_by=request.user)), pk=attachment_id)


def file_response(file: Attachment, *, as_attachment: bool, content_type: str) -> FileResponse:
    """Its bytes, for whoever may have them: in a browser they can run nothing."""
    try:
        content = blobs.fetch(file.sha256)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=as_attachment, filename=file.name, content_type=content_type)
    response["Cache-Control"] = A_YEAR
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _with_pictures(message: Message, html: str) -> str:
    """The HTML with the pictures that came inside the letter."""
    for content_id, file in pictures_within(message).items():
        html = html.replace(f'"cid:{escape(content_id)}"', f'"/attachments/{file.pk}/picture"')
    return html


def _page(html: str, *, classes: str) -> str:
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><base target="_blank">'
        f'<link rel="stylesheet" href="{settings.STATIC_URL}conversations/letter.css"></head>'
        f'<body class="{classes}" dir="auto">{html}</body></html>'
    )
