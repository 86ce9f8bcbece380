"""What an agent wrote, made fit to keep and to send."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from regulars.conversations.models import Attachment
from regulars.customers.actor import By, agent_of
from regulars.lib.html import html_from_text, is_plain, sanitise, text_from_html
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

LONGEST = 500_000  # characters


def written(text: str, html: str, *, needs_words: bool = True) -> tuple[str, str]:
    """The message as plain text and as safe HTML; HTML stays empty when the text says it all. Raises ValidationError("text")."""
    html = sanitise(storable(html)) if html.strip() else ""
    text = text_from_html(html) if html else storable(text)
    text = text.strip()
    if needs_words and not text:
        raise refusal("text", _("Write something first."), "missing")
    if max(len(text), len(html)) > LONGEST:
        raise refusal("text", _("This is longer than 500,000 characters. Send it as a file."), "too_long")
    return text, "" if html and is_plain(html) and html_from_text(text) == html else html


def claimed(attachments: Sequence[Attachment], *, by: By) -> list[Attachment]:
    """Uploaded files that this agent may put on a message. Raises ValidationError("attachments")."""
    agent = agent_of(by)
    for attachment in attachments:
        if attachment.message_id is not None or agent is None or attachment.uploaded_by_id != agent.pk:
            raise refusal(
                "attachments", _("The file “%s” is not yours to send, or was sent already.") % attachment.name
            )
    return list(attachments)
