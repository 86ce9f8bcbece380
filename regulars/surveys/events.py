"""What happens between a customer and us about their opinion. Facts are scores and numbers; what they wrote stands in the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class OpinionAsked(Event):
    """A customer was asked for their opinion."""

    kind = "opinion.asked"
    says = "Asked for an opinion: {name}"
    icon = "send"
    about = "invitation"
    invitation: int
    survey: int
    name: str
    asked_about: int | None  # the conversation


@dataclass(frozen=True, kw_only=True)
class OpinionEvent(Event):
    """A customer said what they think."""

    icon = "smile"
    about = "opinion"
    opinion: int
    survey: int
    name: str
    asks: str  # csat, nps, ces, stars or custom
    score: int | None
    most: int | None
    is_low: bool
    asked_about: int | None  # the conversation

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["score"] is not None else cls.says.removesuffix(", {score} of {most}")


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(OpinionEvent):
    """The customer answered a survey."""

    kind = "opinion.given"
    says = "{customer} answered “{name}”, {score} of {most}"


@dataclass(frozen=True, kw_only=True)
class OpinionChanged(OpinionEvent):
    """The customer thought better of an answer."""

    kind = "opinion.changed"
    says = "{customer} changed their answer to “{name}”, {score} of {most}"


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Somebody sees to a low score."""

    icon = "flag"
    about = "case"
    case: int
    opinion: int
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A low score became a case: somebody sees to it until a day."""

    kind = "case.opened"
    says = "A case was opened after a low score"


@dataclass(frozen=True, kw_only=True)
class CaseContacted(CaseEvent):
    """The owner of a case wrote to the customer."""

    kind = "case.contacted"
    says = "{by} wrote to {customer} about their low score"
    icon = "reply"


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A case is closed, with what came of it."""

    kind = "case.closed"
    says = "{by} closed the case: {outcome}"
    icon = "check"
    outcome: str
