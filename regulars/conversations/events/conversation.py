"""What becomes of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class ConversationEvent(Event):
    """Anything that happens in a conversation: told on its own topic and on its inbox's."""

    about = "conversation"
    conversation: int
    inbox: int


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(ConversationEvent):
    """A new conversation began."""

    kind = "conversation.opened"
    says = "A conversation began, by {channel}"
    icon = "inbox"
    is_quiet = True
    channel: str


@dataclass(frozen=True, kw_only=True)
class ConversationAssigned(ConversationEvent):
    """The conversation was given to an agent, to a team, or to nobody."""

    kind = "conversation.assigned"
    says = "{by} gave this to {to}"
    icon = "person"
    agent: int | None
    team: int | None
    to: str
    before: str = ""  # whose it was, here and below what it was: in words

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return "{by} took this" if by == f"agent:{facts['agent']}" else cls.says


@dataclass(frozen=True, kw_only=True)
class TopicSet(ConversationEvent):
    """Somebody said what kind of support this is, or that it is none."""

    kind = "conversation.topic_set"
    says = "{by} set the topic to {to}"
    icon = "tag"
    topic: int | None
    to: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class ConversationResolved(ConversationEvent):
    """We hold the matter to be settled."""

    kind = "conversation.resolved"
    says = "{by} resolved this"
    icon = "check"


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(ConversationEvent):
    """A settled matter is open again."""

    kind = "conversation.reopened"
    says = "{by} reopened this"
    icon = "inbox"


@dataclass(frozen=True, kw_only=True)
class ConversationTagged(ConversationEvent):
    """A tag was put on."""

    kind = "conversation.tagged"
    says = "{by} tagged this {tag}"
    icon = "tag"
    tag: str


@dataclass(frozen=True, kw_only=True)
class ConversationUntagged(ConversationEvent):
    """A tag was taken off."""

    kind = "conversation.untagged"
    says = "{by} took off the tag {tag}"
    icon = "tag"
    tag: str


@dataclass(frozen=True, kw_only=True)
class PrioritySet(ConversationEvent):
    """The conversation became more, or less, urgent."""

    kind = "conversation.priority_set"
    says = "{by} set the priority to {priority}"
    icon = "flag"
    priority: str
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class ConversationMerged(ConversationEvent):
    """A conversation goes on in another one. Told of both."""

    kind = "conversation.merged"
    says = "{by} merged this into #{into}"
    icon = "link"
    merged: int
    into: int

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["conversation"] == facts["merged"] else "{by} merged #{merged} into this"


@dataclass(frozen=True, kw_only=True)
class ConversationUnmerged(ConversationEvent):
    """A conversation was taken out of the one it had been merged into. Told of both."""

    kind = "conversation.unmerged"
    says = "{by} took this out of #{into}"
    icon = "undo"
    merged: int
    into: int

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["conversation"] == facts["merged"] else "{by} took #{merged} out of this"


@dataclass(frozen=True, kw_only=True)
class FieldSet(ConversationEvent):
    """Something was kept in a custom field of the conversation, or cleared."""

    kind = "conversation.field_set"
    says = "{by} set {name} to {value}"
    icon = "pen"
    personal = ("value", "before")
    field: str
    name: str
    value: str
    before: str = ""

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["value"] else "{by} cleared {name}"
