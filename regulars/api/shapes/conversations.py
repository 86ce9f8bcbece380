"""A conversation, with its promises and what is to be done in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Named, NamedPerson, Shape
from regulars.api.shapes.messages import Message


class Conversation(Shape):
    id: int = Field(description="The number that people quote: #1042.")
    subject: str
    status: Literal["open", "pending", "resolved"]
    priority: Literal["low", "normal", "high", "urgent"]
    channel: str
    inbox: int
    customer: NamedPerson
    assignee: NamedPerson | None
    team: Named | None
    topic: int | None
    tags: list[str]
    fields: dict[str, Any] = Field(description="Values of custom fields, by their keys.")
    snippet: str
    is_unread: bool = Field(description="By the agent who asks.")
    waiting_since: datetime | None = Field(description="The customer's first message that we have not answered.")
    due_at: datetime | None = Field(description="When the first of our promises runs out: a reply, or a solution.")
    last_activity_at: datetime
    created_at: datetime
    replied_at: datetime | None = Field(description="Our first reply.")
    resolved_at: datetime | None
    named_status: int | None = Field(
        description="What the house calls the status; null: plainly open, pending, resolved."
    )
    snoozed_until: datetime | None = Field(description="While pending; null: until the next reply.")
    side_of: int | None = Field(description="The conversation about which somebody else is asked here.")
    checklist_total: int
    checklist_open: int = Field(description="What of the checklist is still to be done.")
    follows: int | None = Field(description="The same matter, settled long before.")
    merged_into: int | None = Field(description="It goes on there; its messages are there too.")


class Promise(Shape):
    kind: Literal["first_reply", "next_reply", "resolution"]
    name: str
    due_at: datetime | None = Field(description="null while its clock stands still.")
    state: Literal["running", "paused", "kept", "broken"] = Field(description="broken as soon as we are late.")


class WholeConversation(Conversation):
    promises: list[Promise] = Field(
        description="Under way, the next one due first; then those that have ended, the newest first."
    )
    messages: list[Message] = Field(description="Oldest first: the newest 200, or those before `before`.")
    earlier: int | None = Field(description="Ask with before=… for the messages before these; null if there are none.")


class Status(Named):
    """A status of the house's own within a category."""

    category: Literal["open", "pending", "resolved"]
    is_default: bool = Field(description="What a conversation gets when it comes into the category.")


class ToDo(Shape):
    id: int
    conversation: int
    text: str
    done_at: datetime | None
    done_by: int | None = Field(description="The agent.")
