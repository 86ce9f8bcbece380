"""The local mailbox: what would have left, had there been a mail server."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from regulars.channels.email.models import SentLetter
from regulars.channels.email.parse_apart import parse_apart
from regulars.channels.email.views.frames import framed
from regulars.channels.email.views.originals import as_file
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 50


@may(Permission.CHANNELS)
@require_GET
def sent_mail(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    before = number_in(request.GET.get("before", ""))
    found = SentLetter.objects.defer("raw").order_by("-pk")
    shown = list(found.filter(pk__lt=before) if before is not None else found)[:PAGE]
    older = shown[-1].pk if len(shown) == PAGE else None
    facts = {"letters": shown, "older": older, "room": "settings"}
    return render(request, "channels/email/pages/sent_mail.html", facts)


@may(Permission.CHANNELS)
@require_GET
def sent_letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter: who, what, and everything in it."""
    sent = get_object_or_404(SentLetter, pk=letter_id)
    letter = parse_apart(bytes(sent.raw))
    named = {person.email.lower() for person in (*letter.to, *letter.cc)}
    facts = {
        "sent": sent,
        "letter": letter,
        "room": "settings",
        "blind": [each for each in sent.recipients if each.lower() not in named],
    }
    return render(request, "channels/email/pages/sent_letter.html", facts)


@may(Permission.CHANNELS)
@require_GET
def body(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter's HTML, for its frame."""
    return framed(parse_apart(bytes(get_object_or_404(SentLetter, pk=letter_id).raw)).html)


@may(Permission.CHANNELS)
@require_GET
def raw(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Byte for byte."""
    sent = get_object_or_404(SentLetter, pk=letter_id)
    return as_file(bytes(sent.raw), name=f"sent-{sent.pk}.eml")


@may(Permission.CHANNELS)
@require_GET
def file(request: HttpRequest, letter_id: int, number: int) -> HttpResponse:
    """One of its attachments, to keep."""
    attachments = parse_apart(bytes(get_object_or_404(SentLetter, pk=letter_id).raw)).attachments
    if number >= len(attachments):
        raise Http404
    response = as_file(attachments[number].content, name="file")
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = content_disposition_header(True, attachments[number].name)
    return response
