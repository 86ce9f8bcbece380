"""What happens in chats, apart from what is said there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.conversations.events.conversation import ConversationEvent


@dataclass(frozen=True, kw_only=True)
class ChatRated(ConversationEvent):
    """When a chat was over, the customer said whether it was good."""

    kind = "chat.rated"
    says = "{customer} rated the chat: good"
    icon = "star"
    is_good: bool

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["is_good"] else "{customer} rated the chat: not good"


@dataclass(frozen=True, kw_only=True)
class ChatCommented(ConversationEvent):
    """The customer said in words what they think of a chat that was over; the team reads them as a note."""

    kind = "chat.commented"
    says = "{customer} said why"
    icon = "star"
    is_quiet = True
