"""The answers of the API, for its documentation. `told.py` makes them; tests hold the two together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Row = TypeVar("Row")


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PageOf(Shape, Generic[Row]):
    items: list[Row]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Named(Shape):
    id: int
    name: str


class NamedPerson(Named):
    email: str


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
    named_status: int | None = Field(description="What the house calls the status; null: plainly open, pending, resolved.")
    snoozed_until: datetime | None = Field(description="While pending; null: until the next reply.")
    side_of: int | None = Field(description="The conversation about which somebody else is asked here.")
    checklist_total: int
    checklist_open: int = Field(description="What of the checklist is still to be done.")
    follows: int | None = Field(description="The same matter, settled long before.")
    merged_into: int | None = Field(description="It goes on there; its messages are there too.")


class Address(Shape):
    name: str
    email: str


class Author(Address):
    kind: Literal["customer", "agent", "machine"]
    id: int | None = Field(description="null for a machine: a mail server that reports, or our own acknowledgement.")


class Attachment(Shape):
    id: int
    name: str
    content_type: str
    size: int = Field(description="Bytes.")
    is_inline: bool
    content_id: str = Field(description="How the message's HTML refers to it: cid:….")
    url: str


class Outcome(Shape):
    """What became of a message at one of its recipients, as their side told us afterwards."""

    email: str
    state: Literal["delayed", "delivered", "failed", "read"]
    status: str = Field(description="RFC 3463, such as 5.1.1; empty when nobody said.")
    reason: str = Field(description="In the words of the server.")
    is_hard: bool = Field(description="It will not work at another time either.")
    at: datetime


class Message(Shape):
    id: int | None = Field(description="null for a draft of the agent who asks.")
    conversation: int
    position: int | None = Field(description="In the conversation, from 1.")
    kind: Literal["in", "out", "note"]
    state: Literal["received", "draft", "sending", "sent", "failed"]
    channel: str
    author: Author
    subject: str
    text: str
    visible_text: str = Field(description="Without quoted history and signature.")
    html: str = Field(description="Sanitised; empty when the text says it all.")
    to: list[Address]
    cc: list[Address]
    bcc: list[Address]
    attachments: list[Attachment]
    is_automatic: bool
    away_until: date | None = Field(description="The last day of an absence, as its notice says.")
    is_stranger: bool = Field(description="The first message of somebody who was not in the conversation.")
    error: str = Field(description="Why it could not be sent.")
    outcomes: list[Outcome]
    leaves_at: datetime | None = Field(
        description="When it leaves, as long as it can be taken back; null when held back."
    )
    at: datetime
    created_at: datetime


class Promise(Shape):
    kind: Literal["first_reply", "next_reply", "resolution"]
    name: str
    due_at: datetime | None = Field(description="null while its clock stands still.")
    state: Literal["running", "paused", "kept", "broken"] = Field(description="broken as soon as we are late.")


class WholeConversation(Conversation):
    promises: list[Promise] = Field(description="Under way, the next one due first; then those that have ended, the newest first.")
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


class Identity(Shape):
    id: int
    kind: Literal["email", "phone", "external"]
    value: str
    is_primary: bool


class Company(Named):
    domains: list[str] = Field(description="Whoever writes from one of these first belongs to it.")
    notes: str
    attributes: dict[str, Any] = Field(description="With the values of custom fields, by their keys.")
    created_at: datetime


class Customer(Shape):
    id: int
    name: str
    email: str
    phone: str
    identities: list[Identity]
    company: Named | None
    language: str
    time_zone: str
    away_until: date | None = Field(description="The last day, as they told us.")
    attributes: dict[str, Any]
    created_at: datetime


class Note(Shape):
    id: int
    text: str
    agent: int | None
    is_pinned: bool
    at: datetime


class Consent(Shape):
    channel: str
    purpose: str
    state: Literal["granted", "unknown", "withdrawn"]
    source: str = Field(description="Where they said so.")
    text_version: str = Field(description="Of the words they agreed to.")
    at: datetime


class Likeness(Shape):
    """Somebody whom this customer may be as well."""

    customer: Named
    score: int = Field(description="Per cent.")
    because: str


class FieldChoice(Shape):
    word: str
    label: str
    is_retired: bool


class CustomField(Shape):
    id: int
    about: Literal["conversation", "customer", "company"]
    key: str = Field(description="Values stand under it; conditions know it as fields.KEY.")
    label: str
    kind: Literal[
        "text", "long", "number", "money", "day", "moment", "boolean", "choice", "choices", "link", "customer", "agent"
    ]
    help: str
    unit: str = Field(description="The currency of an amount.")
    choices: list[FieldChoice]
    default: Any
    is_required: bool = Field(description="Before an agent resolves.")
    is_public: bool = Field(description="The customer may see it.")
    is_indexed: bool
    is_retired: bool


class Line(Shape):
    """One event on the timeline. Kinds are listed in docs/events.md."""

    id: int
    kind: str
    sentence: str
    about: str = Field(description="conversation:42")
    because: int | None = Field(description="The event that this one follows from.")
    at: datetime


class Agent(NamedPerson):
    role: Literal["owner", "admin", "agent"]
    is_active: bool


class Team(Named):
    members: list[int]


class Inbox(Named):
    brand: Named


class Topic(Named):
    team: int | None = Field(description="Who answers it.")
    skill: str = Field(description="What it asks for; empty when nothing.")


class View(Shape):
    id: str = Field(description="A number; `mine`, `unassigned`, `all` … for those that every house has.")
    name: str
    whose: Literal["house", "everybody", "team", "you"]
    team: int | None
    conditions: dict[str, Any] = Field(description="“me” is the agent who asks.")
    sort: Literal["newest", "waiting", "due", "priority", "created"]
    count: int | None = Field(description="Of what you may see; null until it has been counted.")
    counted_at: datetime | None = Field(description="null when the count follows each change.")


class Presence(Shape):
    agent: int
    state: Literal["online", "away", "offline"]
    since: datetime | None


class Step(BaseModel):
    """`{"do": "set priority", "priority": "high"}`: a capability by name, and what it is given."""

    model_config = ConfigDict(extra="allow")
    do: str


class Rule(Named):
    position: int = Field(description="From 1; the first is asked first.")
    is_active: bool
    trigger: dict[str, Any] = Field(description='`{"event": …}`, or `{"alarm": …, "after": …, "in": …}`.')
    conditions: dict[str, Any]
    steps: list[Step]
    stops: bool = Field(description="When it has fired, no later rule is asked about the same event.")
    version: int
    changed_at: datetime


class RuleRun(Shape):
    id: int
    version: int = Field(description="The rule's, at that time.")
    outcome: Literal["fired", "failed", "loop", "stopped", "not held"]
    reason: str = Field(description="What held, what did not, or what went wrong.")
    steps: list[str] = Field(description="What was done, in words.")
    event: int
    customer: int
    conversation: int | None
    at: datetime


class Macro(Named):
    is_active: bool = Field(description="Whether agents are offered it.")
    conditions: dict[str, Any] = Field(description="Where it is offered; “me” is the agent.")
    steps: list[Step]
    used_count: int
    used_at: datetime | None


class Wrong(Shape):
    field: str
    message: str
    code: str = Field(description="missing, unknown, invalid, too_long, too_large, taken …")


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    errors: list[Wrong]
