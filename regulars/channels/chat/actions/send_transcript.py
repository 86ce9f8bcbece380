from __future__ import annotations

from html import escape

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.channels.chat.lines import conversation_of
from regulars.channels.chat.models import Line, Visitor
from regulars.channels.email.outgoing import mailbox_of
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Message
from regulars.customers.actor import SYSTEM
from regulars.lib.refusal import refusal


def send_transcript(visitor: Visitor, *, language: str = "") -> Message:
    """Mail a visitor what was said in their chat, once for each end of it. What they answer comes back into the conversation.

    Only a chat in which one of us has written is sent: nobody mails their own words to others through us.
    Raises ValidationError("transcript").
    """
    conversation = conversation_of(visitor)
    lines = Line.objects.filter(visitor=visitor, message__conversation=conversation).order_by("position")
    if conversation is None or not lines.filter(message__agent__isnull=False).exists():
        raise refusal("transcript", _("There is nothing to send yet."))
    if not visitor.address or mailbox_of(conversation) is None:
        raise refusal("transcript", _("Leave an e-mail address first."))
    said = [each.message for each in lines.select_related("message__agent").prefetch_related("message__attachments")]
    to = [{"name": visitor.name, "address": visitor.address}]
    with translation.override(language or translation.get_language()):
        html = "".join(_as_html(each) for each in said)
        html = f"<p>{escape(_('This is what was said in our chat.'))}</p>{html}"
    key = f"transcript-{visitor.pk}-{said[-1].pk}"
    return reply(conversation, html=html, recipients={"to": to, "cc": [], "bcc": []}, client_key=key, by=SYSTEM)


def _as_html(message: Message) -> str:
    at = date_format(timezone.localtime(message.at), "SHORT_DATETIME_FORMAT")
    files = "".join(f"<br>[{escape(each.name)}]" for each in message.attachments.all())
    words = escape(message.text).replace("\n", "<br>")
    return f"<p><b>{escape(message.author_name)}</b>, {at}<br>{words}{files}</p>"
