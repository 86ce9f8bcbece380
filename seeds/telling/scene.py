"""Where a story has got to."""

from __future__ import annotations

from dataclasses import dataclass, field

from regulars.conversations.models import Conversation, Message


@dataclass
class Scene:
    """A story while it is told."""

    number: int
    subject: str
    conversation: Conversation | None = None
    message: Message | None = None  # the newest letter, in or out
    refusals: dict[int, str] = field(default_factory=dict)  # by message, what the other side's mail server said

    @property
    def here(self) -> Conversation:
        """The conversation, as it was when somebody last looked."""
        if self.conversation is None:
            raise ValueError(f"“{self.subject}” must begin with somebody who writes")
        return self.conversation

    @property
    def now(self) -> Conversation:
        """The conversation as it is now."""
        self.here.refresh_from_db()
        return self.here
