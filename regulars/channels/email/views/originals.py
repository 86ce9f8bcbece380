"""Letters byte for byte, as they came and as they left."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from regulars.channels.email.models import InboundLetter
from regulars.channels.email.outgoing import letter_of, mailbox_of, message_id_of
from regulars.conversations.models import Conversation, Message


@login_required
@require_GET
def original(request: HttpRequest, message_id: int) -> HttpResponse:
    """“Show original”: what a message came or left as."""
    seen = Message.objects.filter(conversation__in=Conversation.objects.visible_to(request.user), channel="email")
    message = get_object_or_404(seen.select_related("conversation__inbox__brand", "agent"), pk=message_id)
    content = _as_it_came(message) or (_as_it_left(message) if message.kind == Message.Kind.OUT else None)
    if content is None:
        raise Http404
    return as_file(content, name=f"message-{message.pk}.eml")


def as_file(content: bytes, *, name: str) -> HttpResponse:
    """Bytes to keep, which no browser opens as a page of ours."""
    response = HttpResponse(content, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _as_it_came(message: Message) -> bytes | None:
    letter = InboundLetter.objects.select_related("raw").filter(message_id=message.pk).order_by("pk").first()
    return bytes(letter.raw.content) if letter else None


def _as_it_left(message: Message) -> bytes | None:
    """Composed anew: the same message always becomes the same bytes."""
    mailbox = mailbox_of(message.conversation)
    if mailbox is None:
        return None
    delivery = getattr(message, "delivery", None)
    message_id = (delivery and delivery.external_id) or message_id_of(message, mailbox)
    return letter_of(message, mailbox, message_id=message_id).message().as_bytes(linesep="\r\n")
