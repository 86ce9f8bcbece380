"""The rules by which points are given, as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from regulars.api.shapes.kinds import Named, Shape
from regulars.api.shapes.loyalty import PartOfEarning
from regulars.loyalty.schemes import Scheme


class EarningRule(Named):
    programme: int
    position: int = Field(description="From 1; the first is reckoned first.")
    is_active: bool
    event: str = Field(description="order.paid: a purchase, at a till too.")
    conditions: dict[str, Any]
    scheme: Scheme
    says: list[str] = Field(description="The scheme in words.")
    stops: bool
    version: int
    changed_at: datetime


class RuleAsked(Shape):
    rule: int
    name: str
    points: int
    why_not: str = Field(description="Which of its conditions does not hold, or that it is not its time.")


class WouldEarn(Shape):
    points: int
    qualifying: int = Field(description="Of these: what counts for tiers.")
    counters: dict[str, int] = Field(description="What else counts for tiers: nights, as the terms call it.")
    tier: str = Field(description="In which they stand now.")
    parts: list[PartOfEarning]
    rules: list[RuleAsked] = Field(description="Each rule of this kind, in its order.")
