"""Rewards, codes and goodwill, as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Reward(Shape):
    id: int
    programme: int
    name: str
    text: str
    kind: str
    points: int
    percent: int | None
    amount: int | None
    least_order: int
    cost: int | None
    product: int | None
    is_sent: bool
    is_pooled: bool
    tiers: list[str]
    conditions: dict[str, Any]
    stock: int | None
    most_per_member: int | None
    begins_at: datetime | None
    ends_at: datetime | None
    code_days: int
    is_listed: bool
    is_on: bool


class OfferedReward(Shape):
    reward: Reward
    why_not: str | None = Field(
        description="In a word: sold_out, limit, tier, suspended, not_enough; null: they may have it."
    )
    says: str = Field(description="The same for people.")
    is_suggested: bool
    because: str = Field(description="Why it is suggested, for people.")


class Codes(Shape):
    new: int


class Claim(Shape):
    id: int
    reward: int
    customer: int
    member: int | None
    name: str
    promised: dict[str, Any] = Field(description="What the reward was when it was claimed.")
    points: int
    state: str = Field(description="ready, ordered, shipped, delivered, used, cancelled or expired.")
    code: str
    value: int = Field(description="That was on a gift card.")
    left: int = Field(description="That still is.")
    is_gift: bool
    reason: str
    reference: str
    address: str
    tracking: str
    claimed_at: datetime
    expires_at: datetime | None
    settled_at: datetime | None


class Checked(Shape):
    """What a code is good for."""

    is_good: bool
    why_not: str | None = Field(description="In a word: unknown, used, cancelled, expired, not_a_code, too_small.")
    says: str
    claim: Claim | None


class Payable(Shape):
    points: int
    amount: int = Field(description="That they take off, in the currency's smallest unit.")


class Paid(Payable):
    hold: int = Field(description="Capture it when the order is paid, or release it.")
    expires_at: datetime


class Goodwill(Shape):
    id: int
    customer: int
    programme: int
    points: int | None
    reward: int | None
    worth: int = Field(description="In the currency's smallest unit.")
    reason: str
    conversation: int | None
    agent: int
    state: str = Field(description="waiting, given or declined.")
    decided_by: int | None
    answer: str
    claim: int | None
    operation: int | None
    at: datetime
    decided_at: datetime | None
