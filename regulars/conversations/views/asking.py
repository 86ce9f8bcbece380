"""What the dialogs of a conversation ask, and how their answers are read."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.adding import snippet_of
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.conversations.showing import author, moment_of
from regulars.lib.refusal import refusal
from regulars.ui.moments import moment

MOST = 200  # messages that are offered, the newest


class Offered(NamedTuple):
    """A message that may be chosen."""

    number: int
    author: str
    when: SafeString
    says: str
    is_note: bool
    files: list[Attachment]


def asked(request: HttpRequest, name: str, conversation: Conversation, **facts: object) -> HttpResponse:
    """A dialog over the conversation; where nothing swaps it in, a page of its own."""
    shown = {"room": "inbox", "conversation": conversation, "dialog": f"conversations/pages/_ask_{name}.html", **facts}
    return render(request, shown["dialog"] if request.htmx else "conversations/pages/ask.html", shown)


def choices_among(conversation: Conversation, *, with_notes: bool = True) -> list[Offered]:
    """Its messages, the oldest first."""
    found = conversation.messages.prefetch_related("attachments").order_by("-position")
    several = list((found if with_notes else found.exclude(kind=Message.Kind.NOTE))[:MOST])[::-1]
    return [
        Offered(
            each.pk,
            author(each),
            moment(moment_of(each)),
            snippet_of(each),
            each.kind == Message.Kind.NOTE,
            list(each.attachments.all()),
        )
        for each in several
    ]


def numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 19]


def named(request: HttpRequest, name: str) -> Conversation:
    """The conversation whose number was written, as this agent may see it. Raises ValidationError(name)."""
    digits = request.POST.get(name, "").strip().removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
    found = Conversation.objects.visible_to(request.user).filter(pk=number).first()
    if found is None:
        raise refusal(name, _("There is no conversation #%s.") % (digits or "?"), "unknown")
    return found
