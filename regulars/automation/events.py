"""What automation itself does, as the timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.conversations.events import ConversationEvent
from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class ConversationWaited(ConversationEvent):
    """A conversation has waited for as long as a rule wants to know: time is an event, too."""

    kind = "conversation.waited"
    says = "{wait}: {length}"
    is_quiet = True
    wait: str
    length: str
    rule: int


@dataclass(frozen=True, kw_only=True)
class RuleFired(Event):
    """The conditions of a rule held, and its steps were done."""

    kind = "rule.fired"
    says = "{by} acted: {reason}"
    icon = "rule"
    about = "conversation"
    rule: int
    version: int
    reason: str
    conversation: int | None = None
    inbox: int | None = None

    @classmethod
    def subject(cls, facts: dict[str, Any]) -> str:
        return super().subject(facts) if facts["conversation"] else ""

    @classmethod
    def topics(cls, facts: dict[str, Any], customer_id: int) -> list[str]:
        return super().topics(facts, customer_id) if facts["conversation"] else [f"customer:{customer_id}"]
