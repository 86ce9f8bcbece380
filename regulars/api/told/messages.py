"""A message, with its files and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.api.told.answers import Facts, time
from regulars.conversations.models import Attachment, Delivery, Draft, Message, Outcome
from regulars.lib.html import text_from_html


def message(
    row: Message,
    attachments: Iterable[Attachment],
    delivery: Delivery | None = None,
    outcomes: Iterable[Outcome] = (),
) -> Facts:
    is_theirs = row.kind == Message.Kind.IN
    return {
        "id": row.pk,
        "conversation": row.conversation_id,
        "position": row.position,
        "kind": row.kind,
        "state": row.state,
        "channel": row.channel,
        "author": {
            "kind": _author_kind(row),
            "id": row.customer_id if is_theirs else row.agent_id,
            "name": row.author_name,
            "email": row.author_address,
        },
        "subject": row.subject,
        "text": row.text,
        "visible_text": row.visible_text,
        "html": row.html,
        **{way: [_person(each) for each in row.recipients.get(way, [])] for way in ("to", "cc", "bcc")},
        "attachments": [attachment(each) for each in attachments],
        "is_automatic": row.is_automatic,
        "away_until": row.away_until and row.away_until.isoformat(),
        "is_stranger": row.is_stranger,
        "error": delivery.error if delivery and row.state == Message.State.FAILED else "",
        "outcomes": [outcome(each) for each in outcomes],
        "leaves_at": time(delivery.due_at) if delivery and delivery.is_stoppable else None,
        "at": time(row.at),
        "created_at": time(row.created_at),
    }


def outcome(row: Outcome) -> Facts:
    """What became of a message at one recipient."""
    return {
        "email": row.address,
        "state": row.state,
        "status": row.status,
        "reason": row.reason,
        "is_hard": row.is_hard,
        "at": time(row.at),
    }


def draft(row: Draft) -> Facts:
    """What the asker has begun to write, told like a message that has no id and no place yet."""
    unwritten = Message(
        conversation_id=row.conversation_id,
        kind=row.kind,
        state="draft",
        channel="email" if row.kind == Message.Kind.OUT else "note",
        agent_id=row.agent_id,
        text=text_from_html(row.html),
        html=row.html,
        recipients=row.recipients,
        at=row.saved_at,
        created_at=row.saved_at,
    )
    return message(unwritten, [])


def attachment(row: Attachment) -> Facts:
    return {
        "id": row.pk,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "is_inline": row.is_inline,
        "content_id": row.content_id,
        "url": f"/api/attachments/{row.pk}",
    }


def _author_kind(row: Message) -> str:
    if row.is_automatic and not (row.customer_id or row.agent_id):
        return "machine"
    return "customer" if row.kind == Message.Kind.IN else "agent"


def _person(recipient: Facts) -> Facts:
    return {"name": recipient.get("name", ""), "email": recipient.get("address", "")}
