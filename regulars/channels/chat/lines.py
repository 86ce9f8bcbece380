"""The lines of a visitor: written in one order, and read back as the panel shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from regulars.channels.chat.choices import beside
from regulars.channels.chat.files import shown_with
from regulars.channels.chat.models import Line, Visitor
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.lib.names import first_name
from regulars.lib.question import Given, Question
from regulars.live.notify import tell

MOST = 200  # lines at once


def locked(visitor: int) -> Visitor:
    """The visitor, held until the transaction ends. It comes before any conversation's lock."""
    return Visitor.objects.select_for_update(of=("self",)).select_related("widget__inbox", "customer").get(pk=visitor)


def add_line(visitor: Visitor, message: Message, *, client_id: str = "", mail_at: datetime | None = None) -> Line:
    """Let the visitor, who is held, see this message; open panels are told when this transaction commits."""
    is_ours = message.kind == Message.Kind.OUT
    visitor.position += 1
    visitor.coming = ""  # also when they go on: what was begun and never ended does not begin the next answer
    visitor.save(update_fields=["position", "coming"])
    tell({"kind": "chat.line", "topics": [f"chat:{visitor.pk}"]})
    return Line.objects.create(
        visitor=visitor, position=visitor.position, message=message, client_id=client_id, is_ours=is_ours, mail_at=mail_at
    )  # fmt: skip


def conversation_of(visitor: Visitor) -> Conversation | None:
    """Where the visitor wrote last."""
    last = Line.objects.filter(visitor=visitor).select_related("message__conversation").order_by("-position").first()
    return last.message.conversation if last else None


def positions_of(visitors: Sequence[int]) -> list[int]:
    """At which line each of them stands."""
    known = dict(Visitor.objects.filter(pk__in=set(visitors)).values_list("pk", "position"))
    return [known.get(each, 0) for each in visitors]


def lines_after(visitor: int, after: int) -> list[dict[str, Any]]:
    """What the visitor sees after this position, in order; of many, the newest."""
    lines = _newest(visitor=visitor, after=after)[::-1]
    with_files = [each.message_id for each in lines if each.has_files]
    files = shown_with(visitor, with_files) if with_files else {}
    return [_shown(each, files.get(each.message_id, [])) for each in lines]


def _with_facts(visitor: Given, after: Given) -> QuerySet[Line]:
    """Lines with all that a panel shows of them: asked for each that comes."""
    found = Line.objects.filter(visitor=visitor, position__gt=after).annotate(
        text=F("message__text"), at=F("message__at"), agent_name=F("message__agent__name"), author=F("message__author_name"),
        offers=F("message__offers"), is_automatic=F("message__is_automatic"),
        has_files=Exists(Attachment.objects.filter(message=OuterRef("message"))),
    )  # fmt: skip
    return found.order_by("-position")[:MOST]


_newest = Question(_with_facts, visitor=int, after=int)


def _shown(line: Line, files: list[dict[str, Any]]) -> dict[str, Any]:
    said = {"position": line.position, "text": line.text, "at": line.at.isoformat(timespec="seconds"), "files": files}
    if not line.is_ours:
        return said | {"is_ours": False, "client_id": line.client_id}
    return (
        said
        | {
            "is_ours": True,
            "name": first_name(line.agent_name or "") or line.author,
            "is_read": line.read_at is not None,
        }
        | beside(line.offers, is_automatic=line.is_automatic)
    )
