"""Rules, what they have done, and macros."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from regulars.api.shapes.kinds import Named, Shape


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
