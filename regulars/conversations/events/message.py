"""What is said in conversations, and whether it arrives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from regulars.conversations.events.conversation import ConversationEvent

MOST_TOLD = 100  # agents by name: a notice has room for no more than 8,000 bytes


@dataclass(frozen=True, kw_only=True)
class MessageReceived(ConversationEvent):
    """The customer wrote to us."""

    kind = "message.received"
    says = "Wrote to us by {channel}"
    icon = "mail"
    message: int
    channel: str
    is_automatic: bool = False
    assignee: int | None = None  # the agent to whom the conversation belonged then


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(ConversationEvent):
    """An agent answered; the message is on its way."""

    kind = "message.written"
    says = "{by} answered by {channel}"
    icon = "reply"
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(ConversationEvent):
    """The provider took our message over."""

    kind = "message.sent"
    says = "The answer left by {channel}"
    icon = "check"
    is_quiet = True
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageFailed(ConversationEvent):
    """Our message could not be handed over; somebody must look."""

    kind = "message.failed"
    says = "An answer could not be sent by {channel}"
    icon = "alert"
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageBounced(ConversationEvent):
    """Our message did not arrive at one of its recipients; somebody must look."""

    kind = "message.bounced"
    says = "The answer did not reach {address}"
    icon = "alert"
    personal = ("address",)
    message: int
    channel: str
    address: str
    status: str
    is_hard: bool


@dataclass(frozen=True, kw_only=True)
class ReportReceived(ConversationEvent):
    """A mail server wrote about a message of ours; nobody else did."""

    kind = "report.received"
    says = "A mail server wrote to us"
    icon = "mail"
    is_quiet = True
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageArrived(ConversationEvent):
    """We heard from a recipient's side how far our message has come: delayed, delivered, read."""

    kind = "message.arrived"
    says = "The answer to {address}: {state}"
    icon = "check"
    is_quiet = True
    personal = ("address",)
    message: int
    channel: str
    address: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MessageAcknowledged(ConversationEvent):
    """The customer was told, by a letter that nobody wrote, that theirs has come."""

    kind = "message.acknowledged"
    says = "Told that the message has come, by {channel}"
    icon = "checks"
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageRetried(ConversationEvent):
    """An agent asked for a failed message to be sent once more."""

    kind = "message.retried"
    says = "{by} sent the answer again"
    icon = "reply"
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(ConversationEvent):
    """An agent left a note that only the team sees."""

    kind = "note.added"
    says = "{by} left a note"
    icon = "lock"
    message: int
    mentions: list[int] = field(default_factory=list)  # the agents whom it names
    teams: list[int] = field(default_factory=list)  # the teams whom it names


@dataclass(frozen=True, kw_only=True)
class TeamTold(ConversationEvent):
    """An agent, a team or everybody was told to look; the words stand in a note."""

    kind = "team.told"
    says = "{by} told {to}"
    icon = "alert"
    message: int
    to: str
    agents: list[int]

    @classmethod
    def topics(cls, facts: dict[str, Any], customer_id: int) -> list[str]:
        told = [f"agent:{agent}" for agent in facts["agents"]]
        return super().topics(facts, customer_id) + (told if len(told) <= MOST_TOLD else ["all"])


@dataclass(frozen=True, kw_only=True)
class MessageTakenBack(ConversationEvent):
    """An agent took an answer back before it left; it is a draft again."""

    kind = "message.taken_back"
    says = "{by} took the answer back before it left"
    icon = "undo"
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageScheduled(ConversationEvent):
    """An agent chose when an answer leaves."""

    kind = "message.scheduled"
    says = "{by} chose when the answer leaves"
    icon = "clock"
    is_quiet = True
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageHurried(ConversationEvent):
    """An agent let an answer leave at once that waited for its time."""

    kind = "message.hurried"
    says = "{by} let the answer leave at once"
    icon = "clock"
    is_quiet = True
    message: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MessageHeld(ConversationEvent):
    """An answer was due and did not leave, because the customer had written first; somebody must look."""

    kind = "message.held"
    says = "An answer was held back: {customer} wrote first"
    icon = "alert"
    message: int
    channel: str
