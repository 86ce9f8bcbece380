"""What becomes of what we promised."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.conversations.events.conversation import ConversationEvent


@dataclass(frozen=True, kw_only=True)
class PromiseAtRisk(ConversationEvent):
    """A promise runs out soon."""

    kind = "promise.at_risk"
    says = "{promise}: little time is left"
    icon = "clock"
    clock: str
    promise: str
    due: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(ConversationEvent):
    """The time that we promised has run out."""

    kind = "promise.broken"
    says = "{promise}: we are late"
    icon = "alert"
    clock: str
    promise: str
    due: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(ConversationEvent):
    """We did in time what we promised."""

    kind = "promise.kept"
    says = "{promise}: kept"
    icon = "check"
    is_quiet = True
    clock: str
    promise: str
    due: str
