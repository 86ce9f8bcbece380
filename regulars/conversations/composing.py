"""What the composer begins with: the recipients of the newest letter, and whatever the agent has begun to write."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict

from regulars.conversations import recipients
from regulars.conversations.actions.attach import LARGEST
from regulars.conversations.files import size
from regulars.conversations.incoming import Recipients
from regulars.conversations.leaving import later
from regulars.conversations.models import Attachment, Conversation, Draft, Message, SuppressedAddress
from regulars.conversations.pictures import as_kept, as_shown, numbers_within
from regulars.conversations.questions import drafts_of
from regulars.conversations.showing import short_name
from regulars.conversations.suppressed import stopped_because, suppressed_among
from regulars.conversations.translating import translator
from regulars.conversations.typed_people import people_written, written
from regulars.lib.html import html_from_text
from regulars.lib.numbers import number_in, numbers_in
from regulars.team.models import Agent
from regulars.team.permissions import Permission

Stopped = dict[str, SuppressedAddress]


def composer(conversation: Conversation, messages: Sequence[Message], *, agent: Agent) -> dict[str, Any]:
    """Everything that the composer's form shows."""
    drafts = {draft.kind: draft for draft in drafts_of(conversation, agent=agent)}
    reply, note = drafts.get(Message.Kind.OUT), drafts.get(Message.Kind.NOTE)
    newest = max(drafts.values(), key=lambda draft: draft.saved_at, default=None)
    inbound = (
        message for message in reversed(messages) if message.kind == Message.Kind.IN and not message.is_automatic
    )
    usual = recipients.answered_by(conversation, newest=next(inbound, None))
    words, beside = zip(*(_words_of(draft, agent) for draft in (reply, note)), strict=True)
    people = {way: reply.recipients.get(way, []) for way in recipients.WAYS} if reply and reply.recipients else usual
    stopped = suppressed_among(
        each["address"] for several in (people, usual) for way in recipients.WAYS for each in several[way]
    )
    return {
        "may_reply": (may_reply := agent.may(Permission.REPLY)),
        "may_note": (may_note := agent.may(Permission.NOTE)),
        "may_resolve": agent.may(Permission.ORGANISE),
        "kind": "note" if may_note and ((newest is note and note) or not may_reply) else "reply",
        "reply": words[0],
        "note": words[1],
        "versions": {"reply": reply.version if reply else "", "note": note.version if note else ""},
        "largest": LARGEST,
        "language": conversation.customer.language if translator() else "",
        "seen": messages[-1].position if messages else 0,
        "is_kept": bool(drafts),
        "ways": [_way(way, people[way], usual[way], stopped) for way in recipients.WAYS],
        "stopped": [{"address": address, "says": stopped_because(each)} for address, each in stopped.items()],
        "signature": agent.signature.strip(),
        "files": {"reply": list(map(described, beside[0])), "note": list(map(described, beside[1]))},
        **later(),
        "client_key": fresh_key(),
    }


def fresh_key() -> str:
    """For one message: sent twice with it, it is the same one."""
    return uuid.uuid4().hex


def usual_recipients(conversation: Conversation) -> str:
    """Whom an answer goes to now, as JSON for the composer."""
    usual = recipients.answered_by(conversation)
    stopped = suppressed_among(each["address"] for people in usual.values() for each in people)
    return json.dumps({way: [_chip(each, stopped) for each in people] for way, people in usual.items()})


def described(file: Attachment) -> dict[str, Any]:
    """An uploaded file as the composer shows it."""
    return {"id": file.pk, "name": file.name, "size": size(file.size), "isPicture": file.is_inline}


def read_recipients(form: QueryDict) -> Recipients | None:
    """The people that a form names, as `Ada <ada@shop.example>`; None when it leaves them to us."""
    if not any(way in form for way in recipients.WAYS):
        return None
    return {way: [person for line in form.getlist(way) for person in people_written(line)] for way in recipients.WAYS}


def read_files(form: QueryDict, *, agent: Agent) -> list[Attachment]:
    """The files that a form names, and the pictures in its words."""
    ids = numbers_in(form.getlist("attachments")) + numbers_within(form.get("html", ""))
    return list(Attachment.objects.filter(pk__in=ids, uploaded_by=agent)) if ids else []


def read_position(form: QueryDict) -> int | None:
    """The newest message that whoever writes has seen; None when the form does not say."""
    said = form.get("if_last_position", "")
    return number_in(said, digits=9)


def read_draft(form: QueryDict, *, agent: Agent) -> dict[str, Any]:
    """What a form says of a draft."""
    files = read_files(form, agent=agent)
    return {
        "kind": Message.Kind.NOTE if form.get("kind") == "note" else Message.Kind.OUT,
        "html": as_kept(form.get("html", ""), files) or html_from_text(form.get("text", "")),
        "recipients": read_recipients(form),
        "attachment_ids": [file.pk for file in files],
    }


def kept_draft(conversation: Conversation, *, agent: Agent, kind: str) -> dict[str, str]:
    """What the agent has begun to write, for a page that shows it already or has an older one."""
    draft = Draft.objects.filter(conversation=conversation, agent=agent, kind=kind).first()
    return {"html": _words_of(draft, agent)[0], "version": draft.version if draft else ""}


def _way(way: str, people: list[Any], usual: list[Any], stopped: Stopped) -> dict[str, Any]:
    chips = [_chip(each, stopped) for each in people]
    return {"name": way, "chips": chips, "usual": json.dumps([_chip(each, stopped) for each in usual])}


def _chip(person: dict[str, Any], stopped: Stopped) -> dict[str, str]:
    address = person["address"]
    why = stopped_because(stopped[address]) if address in stopped else ""
    return {"name": short_name(person), "address": address, "written": written(person), "stopped": why}


def _words_of(draft: Draft | None, agent: Agent) -> tuple[str, list[Attachment]]:
    """Its words with their pictures, and its other files."""
    return as_shown(draft.html, _kept(draft, agent)) if draft else ("", [])


def _kept(draft: Draft | None, agent: Agent) -> Iterable[Attachment]:
    if draft is None or not draft.attachment_ids:
        return []
    return Attachment.objects.filter(pk__in=draft.attachment_ids, uploaded_by=agent, message=None)
