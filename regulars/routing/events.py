"""What queues and levels of support do with conversations, as the timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.conversations.events import ConversationEvent


@dataclass(frozen=True, kw_only=True)
class ConversationEscalated(ConversationEvent):
    """The conversation was handed over to a higher level of support, with a note."""

    kind = "conversation.escalated"
    says = "{by} escalated this to {to}"
    icon = "forward"
    message: int
    team: int
    level: str
    to: str
