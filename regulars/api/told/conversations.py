"""A conversation, with its promises and what is to be done in it."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.api.told.house import agent_named
from regulars.conversations.models import ChecklistItem, Conversation, NamedStatus
from regulars.conversations.standing import Standing

PRIORITIES = {
    value: name.lower() for name, value in zip(Conversation.Priority.names, Conversation.Priority.values, strict=True)
}


# The columns that are told of one: those of whole customers, agents and teams would cost as much as all the rest of a list.
COLUMNS = (
    "subject", "status", "priority", "channel", "inbox", "customer__name", "assignee__name", "assignee__email", "team__name", "topic",
    "tags", "values", "snippet", "inbound_position", "waiting_since", "due_at", "last_activity_at", "created_at", "replied_at",
    "resolved_at", "named_status", "snoozed_until", "side_of", "checklist_total", "checklist_open", "follows", "merged_into",
)  # fmt: skip


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


def status(row: NamedStatus) -> Facts:
    return {"id": row.pk, "name": row.name, "category": row.category, "is_default": row.is_default}


def to_do(row: ChecklistItem) -> Facts:
    done = {"done_at": time(row.done_at), "done_by": row.done_by_id}
    return {"id": row.pk, "conversation": row.conversation_id, "text": row.text, **done}
