"""What the assistant has done, as the timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.conversations.events import ConversationEvent


@dataclass(frozen=True, kw_only=True)
class AssistantAnswered(ConversationEvent):
    """The assistant answered the customer from what we have published."""

    kind = "assistant.answered"
    says = "The assistant answered"
    icon = "quote"
    answer: int
    message: int
    confidence: float
    made_by: str  # a model's name, or "quote"


@dataclass(frozen=True, kw_only=True)
class AssistantHandedOver(ConversationEvent):
    """The assistant leaves the conversation to people."""

    kind = "assistant.handed_over"
    says = "The assistant handed over to a person: {words}"
    icon = "person"
    because: str  # of Answer.Because
    words: str


@dataclass(frozen=True, kw_only=True)
class AssistantSolved(ConversationEvent):
    """The assistant's answer settled the matter: the customer said so, or said nothing more."""

    kind = "assistant.solved"
    says = "The assistant's answer settled this"
    icon = "check"
    answer: int
    is_confirmed: bool
