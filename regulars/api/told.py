"""What the API tells about each noun, as plain dicts. `shapes.py` describes them for the documentation, and tests compare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from regulars.automation.models import Macro, Rule, RuleRun
from regulars.conversations.counting import Count
from regulars.conversations.models import (
    Attachment,
    ChecklistItem,
    Conversation,
    Delivery,
    Draft,
    Inbox,
    Message,
    NamedStatus,
    Outcome,
    Topic,
    View,
)
from regulars.conversations.standing import Standing
from regulars.conversations.viewing import GivenView
from regulars.customers.likeness import because
from regulars.customers.models import Company, Consent, Customer, CustomerNote, CustomField, Identity, Likeness
from regulars.customers.telling import Line
from regulars.lib.html import text_from_html
from regulars.team.models import Agent, Presence, Team

Facts = dict[str, Any]


def told(facts: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(facts, ensure_ascii=False), status=status, content_type="application/json")


def page_of(items: list[Facts], next: str | None) -> HttpResponse:
    return told({"items": items, "next": next})


def time(at: datetime | None) -> str | None:
    return at and at.isoformat().replace("+00:00", "Z")


def conversation(row: Conversation, emails: dict[int, str]) -> Facts:
    """`row` as `queries.shown` prepares it; `emails` by customer."""
    return {
        "id": row.pk,
        "subject": row.subject,
        "status": row.status,
        "priority": PRIORITIES[row.priority],
        "channel": row.channel,
        "inbox": row.inbox_id,
        "customer": {"id": row.customer_id, "name": row.customer.name, "email": emails.get(row.customer_id, "")},
        "assignee": row.assignee and agent_named(row.assignee),
        "team": row.team and {"id": row.team.pk, "name": row.team.name},
        "topic": row.topic_id,
        "tags": row.tags,
        "fields": row.values,
        "snippet": row.snippet,
        "is_unread": row.inbound_position > row.read_position,  # type: ignore[attr-defined]
        "waiting_since": time(row.waiting_since),
        "due_at": time(row.due_at),
        "last_activity_at": time(row.last_activity_at),
        "created_at": time(row.created_at),
        "replied_at": time(row.replied_at),
        "resolved_at": time(row.resolved_at),
        "named_status": row.named_status_id,
        "snoozed_until": time(row.snoozed_until),
        "side_of": row.side_of_id,
        "checklist_total": row.checklist_total,
        "checklist_open": row.checklist_open,
        "follows": row.follows_id,
        "merged_into": row.merged_into_id,
    }


def promise(row: Standing) -> Facts:
    """What was promised in a conversation, and how it stands."""
    return {"kind": row.kind, "name": row.name, "due_at": time(row.due_at), "state": row.state}


PRIORITIES = {
    value: name.lower() for name, value in zip(Conversation.Priority.names, Conversation.Priority.values, strict=True)
}


def view(row: View | GivenView, count: Count | None) -> Facts:
    is_given = isinstance(row, GivenView)
    whose = "house" if is_given else "you" if row.agent_id else "team" if row.team_id else "everybody"
    return {
        "id": row.word if is_given else str(row.pk),
        "name": str(row.name),
        "whose": whose,
        "team": None if is_given else row.team_id,
        "conditions": row.tree,
        "sort": "newest" if is_given else row.sort,
        "count": count and count.number,
        "counted_at": time(count.at) if count and not count.is_kept else None,
    }


def topic(row: Topic) -> Facts:
    return {"id": row.pk, "name": row.name, "team": row.team_id, "skill": str(row.skill or "")}


def presence(row: Presence) -> Facts:
    return {"agent": row.pk, "state": row.state, "since": time(row.since)}


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


def _author_kind(row: Message) -> str:
    if row.is_automatic and not (row.customer_id or row.agent_id):
        return "machine"
    return "customer" if row.kind == Message.Kind.IN else "agent"


def _person(recipient: Facts) -> Facts:
    return {"name": recipient.get("name", ""), "email": recipient.get("address", "")}


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


def customer(row: Customer) -> Facts:
    """`row` with its identities and its company at hand."""
    identities = list(row.identities.all())
    return {
        "id": row.pk,
        "name": row.name,
        "email": next((each.value for each in identities if each.kind == Identity.Kind.EMAIL), ""),
        "phone": next((each.value for each in identities if each.kind == Identity.Kind.PHONE), ""),
        "identities": [identity(each) for each in identities],
        "company": row.company and {"id": row.company.pk, "name": row.company.name},
        "language": row.language,
        "time_zone": row.time_zone,
        "away_until": row.away_until and row.away_until.isoformat(),
        "attributes": row.attributes,
        "created_at": time(row.created_at),
    }


def identity(row: Identity) -> Facts:
    return {"id": row.pk, "kind": row.kind, "value": row.value, "is_primary": row.is_primary}


def company(row: Company) -> Facts:
    """`row` with its domains at hand."""
    kept = {"id": row.pk, "name": row.name, "domains": [each.domain for each in row.domains.all()], "notes": row.notes}
    return kept | {"attributes": row.attributes, "created_at": time(row.created_at)}


def consent(row: Consent) -> Facts:
    kept = {name: getattr(row, name) for name in ("channel", "purpose", "state", "source", "text_version")}
    return kept | {"at": time(row.at)}


def likeness(row: Likeness, customer: Customer) -> Facts:
    """Whom this customer may be as well."""
    other = row.second if row.first_id == customer.pk else row.first
    return {"customer": {"id": other.pk, "name": other.name}, "score": row.score, "because": because(row)}


def field(row: CustomField) -> Facts:
    kept = ("about", "key", "label", "kind", "help", "unit", "choices", "default", "is_required", "is_public", "is_indexed")
    return {"id": row.pk, **{name: getattr(row, name) for name in kept}, "is_retired": row.retired_at is not None}


def note(row: CustomerNote) -> Facts:
    return {"id": row.pk, "text": row.text, "agent": row.agent_id, "is_pinned": row.is_pinned, "at": time(row.at)}


def line(row: Line) -> Facts:
    return {
        "id": row.id,
        "kind": row.kind,
        "sentence": row.sentence,
        "about": row.about,
        "because": row.because,
        "at": time(row.at),
    }


def agent_named(row: Agent) -> Facts:
    return {"id": row.pk, "name": row.name, "email": row.email}


def agent(row: Agent) -> Facts:
    return {**agent_named(row), "role": row.role_id, "is_active": row.is_active}


def team(row: Team) -> Facts:
    return {"id": row.pk, "name": row.name, "members": [each.pk for each in row.members.all()]}


def inbox(row: Inbox) -> Facts:
    return {"id": row.pk, "name": row.name, "brand": {"id": row.brand_id, "name": row.brand.name}}


def rule(row: Rule) -> Facts:
    about = {"id": row.pk, "position": row.position, "is_active": row.is_active, "version": row.version}
    return about | row.facts | {"changed_at": time(row.changed_at)}


def rule_run(row: RuleRun) -> Facts:
    kept = {name: getattr(row, name) for name in ("version", "outcome", "reason", "steps")}
    about = {"event": row.event_id, "customer": row.customer_id, "conversation": row.conversation_id}
    return {"id": row.pk, **kept, **about, "at": time(row.at)}


def macro(row: Macro) -> Facts:
    kept = {name: getattr(row, name) for name in ("name", "is_active", "conditions", "steps", "used_count")}
    return {"id": row.pk, **kept, "used_at": time(row.used_at)}


def status(row: NamedStatus) -> Facts:
    return {"id": row.pk, "name": row.name, "category": row.category, "is_default": row.is_default}


def to_do(row: ChecklistItem) -> Facts:
    done = {"done_at": time(row.done_at), "done_by": row.done_by_id}
    return {"id": row.pk, "conversation": row.conversation_id, "text": row.text, **done}
