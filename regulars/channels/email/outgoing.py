"""A message of ours as the letter that leaves: from whom, in answer to what, with which words around it."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.formats import date_format

from regulars.channels.email import tokens
from regulars.channels.email.automatic import as_automatic
from regulars.channels.email.compose import ComposedEmail, compose
from regulars.channels.email.letter import Address, Attachment
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.threads import signing_key
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.lib import blobs
from regulars.lib.html import html_from_text

LONGEST_QUOTE = 50_000  # characters


def mailbox_of(conversation: Conversation) -> Mailbox | None:
    """The mailbox that speaks in a conversation: the one that the customer wrote to last, or the first of the inbox."""
    active = {
        each.pk: each for each in Mailbox.objects.filter(inbox=conversation.inbox_id, is_active=True).order_by("pk")
    }
    if len(active) > 1:
        came_to = _letters(conversation).filter(mailbox__in=active).order_by("-message_id").first()
        return active[came_to.mailbox_id] if came_to else next(iter(active.values()))
    return next(iter(active.values()), None)


def message_id_of(message: Message, mailbox: Mailbox) -> str:
    """The Message-ID that this message leaves under, however often it is tried."""
    return tokens.message_id_for(message.home_id, message.pk, domain=mailbox.domain, key=signing_key())


def letter_of(message: Message, mailbox: Mailbox, *, message_id: str) -> ComposedEmail:
    """The letter, complete. The same message is the same letter each time."""
    answered = _answered(message)
    in_reply_to, references = _thread(message, answered)
    quoted = answered if mailbox.quotes_answered and not message.is_automatic else None
    text, html = _words(message, quoted, "" if message.is_automatic else mailbox.signature)
    address = _speaking_as(answered, mailbox)
    email = compose(
        message_id=message_id,
        from_address=address,
        from_name=_sender_name(message, mailbox),
        reply_to=_reply_to(message, mailbox, address),
        subject=message.subject,
        text=text,
        html=html,
        in_reply_to=in_reply_to,
        references=references,
        attachments=[_file(each) for each in message.attachments.order_by("pk")],
        date=message.at,
        **{way: _people(message, way) for way in ("to", "cc", "bcc")},
    )
    email.return_path = _return_path(message, mailbox, address)
    return as_automatic(email, subject=message.subject) if message.is_automatic else email


def _letters(conversation: Conversation) -> object:
    ids = Message.objects.filter(conversation=conversation, kind=Message.Kind.IN).values("pk")
    return InboundLetter.objects.filter(message_id__in=ids)


def _answered(message: Message) -> Message | None:
    """The newest letter from outside that stood there when this was written, rather one by a person."""
    before = Message.objects.filter(
        conversation=message.conversation_id,
        kind=Message.Kind.IN,
        position__lt=message.position,
        customer__isnull=False,
    )
    return before.order_by("is_automatic", "-position").first()


def _thread(message: Message, answered: Message | None) -> tuple[str, list[str]]:
    """In-Reply-To and References. What was not written in a letter is answered by following on from our own last one."""
    letter = _letter(answered)
    if letter is None:
        ours = Delivery.objects.filter(
            message__conversation=message.conversation_id, message__position__lt=message.position
        ).exclude(external_id="")
        last = ours.order_by("-message__position").first()
        return (last.external_id, []) if last else ("", [])
    content = bytes(letter.raw.content)
    headers, _ = read_header_block(content, len(content) - len(content.lstrip(b"\r\n")), len(content))
    before = message_ids_in(" ".join(headers.all("references"))) or message_ids_in(" ".join(headers.all("in-reply-to")))
    return letter.external_id, list(before)


def _letter(answered: Message | None) -> InboundLetter | None:
    if answered is None:
        return None
    return InboundLetter.objects.filter(message_id=answered.pk).exclude(external_id="").select_related("raw").first()


def _sender_name(message: Message, mailbox: Mailbox) -> str:
    agent = message.agent.first_name if message.agent else ""
    brand = mailbox.speaks_for.name
    if "{agent}" in mailbox.sender_name and not agent:
        return brand
    return mailbox.sender_name.replace("{agent}", agent).replace("{brand}", brand)


def _speaking_as(answered: Message | None, mailbox: Mailbox) -> str:
    """The address of the mailbox that the answered letter was written to."""
    named = [each["address"] for way in ("to", "cc") for each in answered.recipients.get(way, [])] if answered else []
    return next((each for each in named if each in (mailbox.address, *mailbox.aliases)), mailbox.address)


def _reply_to(message: Message, mailbox: Mailbox, base: str) -> list[Address | str]:
    if not mailbox.has_plus_addressing:
        return []
    address = tokens.reply_address(base, message.home_id, key=signing_key())
    return [Address(_sender_name(message, mailbox), address)]


def _return_path(message: Message, mailbox: Mailbox, base: str) -> str:
    """In the domain that the letter is from, so that SPF speaks for both."""
    if not (mailbox.has_plus_addressing and mailbox.has_own_return_paths):
        return ""
    return tokens.return_path(base, message.home_id, message.pk, key=signing_key())


def _people(message: Message, way: str) -> list[Address | str]:
    return [Address(each.get("name", ""), each["address"]) for each in message.recipients.get(way, [])]


def _words(message: Message, quoted: Message | None, house_signature: str) -> tuple[str, str]:
    text, html = message.text, message.html or html_from_text(message.text)
    own = message.agent.signature if message.agent else ""
    if signature := "\n".join(filter(None, (own.strip(), house_signature.strip()))):
        text += f"\n\n-- \n{signature}"
        html += f'<div class="signature">-- <br>{escape(signature).replace(chr(10), "<br>")}</div>'
    if quoted:
        text += f"\n\n{_says_who(quoted)}\n{_quote(quoted.text)}"
        inner = quoted.html if quoted.html and "cid:" not in quoted.html else html_from_text(quoted.text)
        html += f'<p>{escape(_says_who(quoted))}</p><blockquote type="cite">{inner}</blockquote>'
    return text, f"<!doctype html><html><body>{html}</body></html>"


def _says_who(quoted: Message) -> str:
    return f"On {_written(quoted.at)}, {quoted.author_name or quoted.author_address or 'you'} wrote:"


def _written(at: datetime) -> str:
    return date_format(at.astimezone(timezone.get_default_timezone()), "j F Y, H:i e")


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text[:LONGEST_QUOTE].strip().splitlines())


def _file(attachment: object) -> Attachment:
    with blobs.fetch(attachment.sha256) as file:
        content = file.read()
    return Attachment(
        name=attachment.name,
        content_type=attachment.content_type,
        content=content,
        size=len(content),
        sha256=attachment.sha256,
        content_id=attachment.content_id,
        is_inline=attachment.is_inline,
    )
