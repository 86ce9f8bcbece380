from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.channels.chat.actions.answer import answer
from regulars.channels.chat.actions.tell_address import tell_address
from regulars.channels.chat.choices import chosen_of
from regulars.channels.chat.files import sent_with
from regulars.channels.chat.limits import LONGEST
from regulars.channels.chat.lines import add_line, conversation_of, locked
from regulars.channels.chat.models import Frame, Visitor
from regulars.channels.chat.questions import Answers, answers_in
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Message
from regulars.customers.actions.identify import identify
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.lib.texts import one_line, storable

log = logging.getLogger(__name__)
LATER = timedelta(seconds=5)
LATEST = timedelta(minutes=5)
SIGNED = "signed by the shop, where they are signed in"
TYPED = "typed into the chat: nobody has shown that the address is theirs"


def take_frames(visitor: Visitor | None = None) -> int:
    """Read the frames that wait, of one visitor or of the one who waits longest, in the order in which they came."""
    due = Frame.objects.filter(due_at__lte=timezone.now()).order_by("id")
    whose = visitor.pk if visitor else due.values_list("visitor", flat=True).first()
    if whose is None:
        return 0
    frame = None
    try:
        with transaction.atomic():
            held = locked(whose)  # whoever held them before us may have taken some
            for frame in due.filter(visitor=held):
                _take(frame, held)
    except Exception as error:
        if frame is None:
            raise
        log.exception("chat: frame %s cannot be taken", frame.pk)
        _put_off(frame, storable(f"{type(error).__name__}: {error}"))
    return 1


def _take(frame: Frame, visitor: Visitor) -> None:
    said = _read(bytes(frame.body))
    said["chosen"], label = chosen_of(visitor, said["choice"]) if said["choice"] else ("", "")
    said["text"] = label or said["text"]
    files = sent_with(visitor, said["files"])
    if said["text"] or files:
        answers = answers_in(said["answers"], visitor=visitor)
        _introduce(visitor, answers, said["name"])
        incoming = _incoming(visitor, said, files)
        message = receive(incoming, inbox=visitor.widget.inbox, conversation=conversation_of(visitor))
        add_line(visitor, message, client_id=frame.client_id)
        answer(message.conversation, answers, by=Actor.customer(visitor.customer))
    frame.due_at = None
    frame.save(update_fields=["due_at"])


def _put_off(frame: Frame, error: str) -> None:
    frame.attempts = min(frame.attempts + 1, 1000)
    frame.error, frame.due_at = error[:2000], timezone.now() + min(LATER * frame.attempts, LATEST)
    frame.save(update_fields=["attempts", "error", "due_at"])


def _read(body: bytes) -> dict[str, Any]:
    """The words of a frame and the ids of its files, whatever it holds."""
    try:
        given: Any = json.loads(body)
    except (ValueError, RecursionError):
        given = {}
    given = given if isinstance(given, dict) else {}
    text = _text(given, "text", LONGEST).replace("\r\n", "\n").strip()
    named = given.get("files")
    files = [each for each in named if isinstance(each, str)] if isinstance(named, list) else []
    return {
        "text": text,
        "name": one_line(_text(given, "name", 200), limit=200),
        "files": files,
        "answers": given.get("answers"),
        "choice": given.get("choice"),
    }


def _text(given: dict[str, Any], name: str, limit: int) -> str:
    said = given.get(name)
    return storable(said)[:limit] if isinstance(said, str) else ""


def _introduce(visitor: Visitor, answers: Answers, name: str) -> None:
    """Who they say they are, before they are a customer: then it is said by the address, if they give one."""
    if not visitor.name and (answers.name or name):
        visitor.name = answers.name or name
        visitor.save(update_fields=["name"])
    if answers.address and not visitor.address:
        with suppress(ValidationError):  # no address: they are a stranger, whose message counts all the same
            tell_address(visitor, address=answers.address)
        visitor.refresh_from_db()
    if visitor.customer is None:
        visitor.customer = customer_of(visitor)
        visitor.save(update_fields=["customer"])


def customer_of(visitor: Visitor) -> Customer:
    """Who a visitor is for us: whoever has the address that they gave, else somebody whom only this chat names.

    Whoever is signed in at the shop is who the shop says, and nobody else by an address that they type.
    """
    if visitor.address and (visitor.is_proven or visitor.subject is None):
        return identify("email", visitor.address, name=visitor.name, channel="chat")
    outside = f"{visitor.widget.key}:{visitor.subject or visitor.key.hex}"
    return identify("external", outside, name=visitor.name or f"Visitor {visitor.key.hex[:4]}", channel="chat")


def _incoming(visitor: Visitor, said: dict[str, Any], files: tuple[File, ...]) -> Incoming:
    trust = Message.Trust.PASS if visitor.is_proven else Message.Trust.NONE if visitor.address else ""
    return Incoming(
        channel="chat",
        customer=visitor.customer,
        author_name=visitor.name or str(visitor.customer),
        author_address=visitor.reply_address,
        subject=one_line(said["text"] or files[0].name, limit=80),
        text=said["text"],
        visible_text=said["text"],
        files=files,
        chosen=said["chosen"],
        trust=trust,
        trust_detail=SIGNED if visitor.is_proven else TYPED if visitor.address else "",
    )
