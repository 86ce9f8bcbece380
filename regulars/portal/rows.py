"""Conversations and messages as customers see them, made ready in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regulars.conversations.files import LARGEST_PICTURE, size
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.customers.custom_fields import shown
from regulars.lib.html import html_from_text
from regulars.lib.texts import one_line
from regulars.portal.queries import Reader
from regulars.ui.icons import icon
from regulars.ui.moments import Times


def conversation_rows(conversations: Sequence[Conversation], *, reader: Reader) -> list[dict[str, Any]]:
    """One row a conversation: what it is about, what was said last that they may see, and how it stands."""
    newest = reader.messages().filter(conversation__in=conversations).order_by("conversation", "-position")
    last = {each.conversation_id: each for each in newest.distinct("conversation")}
    times = Times()
    return [
        {
            "conversation": each,
            "subject": each.subject or _("(no subject)"),
            "said": one_line(_text_of(last[each.pk]), limit=120),
            "when": times.moment(last[each.pk].at),
            "state": state_of(each, last[each.pk]),
            "is_doubtful": bool(doubt(last[each.pk])),
        }
        for each in conversations
        if each.pk in last
    ]


def state_of(conversation: Conversation, last: Message) -> dict[str, str]:
    """How it stands, as far as that is theirs to know: never whether it was put away, or to whom it was given."""
    if conversation.is_resolved:
        return {"word": _("Closed"), "class": ""}
    if last.kind == Message.Kind.OUT and not last.is_automatic:
        return {"word": _("Answered"), "class": "live"}
    return {"word": _("Open"), "class": "live"}


def public_fields(about: str, values: dict[str, Any]) -> dict[str, str]:
    """The fields that the house shows to customers, as far as they say something."""
    return {field.label: said for field, _value, said in shown(about, values) if field.is_public and said}


def facts_of(conversation: Conversation, said: Iterable[Message]) -> dict[str, str]:
    """Its fields, for whoever wrote into it: others have only been written to, and told us nothing."""
    wrote = any(each.kind == Message.Kind.IN for each in said)
    return public_fields("conversation", conversation.values) if wrote else {}


def may_reopen(conversation: Conversation) -> bool:
    """Whether it is settled, and so lately that it opens again: what is older goes on in a new one. What we have put away is not theirs to take out."""
    settled = conversation.resolved_at if conversation.is_resolved else None
    return settled is not None and timezone.now() - settled <= timedelta(days=conversation.inbox.reopen_days)


def message_rows(messages: Iterable[Message], *, brand: str) -> list[dict[str, Any]]:
    """Messages with who said them: the customer, or somebody of us by first name. No address of us is named."""
    times = Times()
    return [
        {
            "message": each,
            "is_ours": each.kind == Message.Kind.OUT,
            "who": speaker(each, brand),
            "doubt": doubt(each),
            "when": times.moment(each.at),
            "body": _body(each),
        }
        for each in messages
    ]


def doubt(message: Message) -> str:
    """Why what came under their address may be somebody else's; nothing where that is shown, or a letter merely lacks a proof, as many do."""
    if message.kind != Message.Kind.IN:
        return ""
    if message.trust == Message.Trust.FAIL:
        return _("Your address stands above it as the sender, and that was disproved: it is somebody else's.")
    if message.trust == Message.Trust.NONE and message.channel == "portal":
        return _("Sent from a form with your address. That it was you is not proven.")
    if message.trust == Message.Trust.NONE and message.channel == "chat":
        return _("Written in the chat, with your address. That it was you is not proven.")
    return ""


def speaker(message: Message, brand: str) -> str:
    """Who said it, as customers may know: somebody of us by first name, or the brand."""
    if message.kind == Message.Kind.IN:
        return _("With your address") if doubt(message) else _("You")
    first = message.agent.first_name if message.agent else ""
    return _("{agent} at {brand}").format(agent=first, brand=brand) if first else brand


def _text_of(message: Message) -> str:
    return message.visible_text or message.text


def _body(message: Message) -> SafeString:
    files = list(message.attachments.all())
    is_composed = (
        message.kind == Message.Kind.OUT and not message.author_address
    )  # at the desk: elsewhere, letters quote and sign
    if message.html and is_composed:
        html, files = _with_pictures(message.html, files)
    else:
        html = html_from_text(_text_of(message))
    said = format_html('<div class="prose">{}</div>', mark_safe(html)) if html else SafeString("")
    listed = mark_safe("".join(_file(each) for each in files))
    return format_html('{}<div class="files">{}</div>', said, listed) if files else said


def _with_pictures(html: str, files: list[Attachment]) -> tuple[str, list[Attachment]]:
    """Pictures within the text by the address at which customers find them, and the files that are not among these."""
    beside = []
    for file in files:
        place = f'src="cid:{escape(file.content_id)}"'
        if file.content_id and file.is_image and place in html:
            html = html.replace(place, f'src="/my/files/{file.pk}/picture"')
        else:
            beside.append(file)
    return html, beside


def _file(file: Attachment) -> SafeString:
    if file.is_image and file.size <= LARGEST_PICTURE:
        return format_html(
            '<a class="file picture" href="/my/files/{0}"><img src="/my/files/{0}/picture" alt="" loading="lazy"><span>{1} <small>{2}</small></span></a>',
            file.pk, file.name, size(file.size),
        )  # fmt: skip
    return format_html(
        '<a class="file" href="/my/files/{}">{}<span class="truncate">{}</span> <small>{}</small></a>',
        file.pk,
        icon("clip"),
        file.name,
        size(file.size),
    )
