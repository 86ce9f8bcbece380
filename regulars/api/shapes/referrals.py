"""Friends who are brought along, as they are told."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Sign(Shape):
    word: str
    weight: int


class Referral(Shape):
    id: int
    programme: int
    giver: int = Field(description="The member who brought them along.")
    friend: int = Field(description="The member who was brought along.")
    state: str = Field(description="joined, pending, flagged, approved, void or taken back")
    why: str = Field(description="In one word, of what does not count.")
    came_by: str = Field(description="code, link or invitation")
    order: int | None
    giver_points: int = Field(description="What was promised.")
    friend_points: int
    signs: list[Sign]
    score: int
    note: str
    joined_at: datetime
    bought_at: datetime | None
    approve_at: datetime | None = Field(description="When it counts, if nothing speaks against it.")
    decided_at: datetime | None


class Link(Shape):
    member: int
    code: str
    address: str


class Scheme(Shape):
    programme: int
    is_open: bool
    giver_points: int
    friend_points: int
    least_order: int
    wait_days: int
    buy_days: int
    late_days: int
    most: int
    every: str
    review_at: int
    void_at: int
    weights: dict[str, int]
    milestones: list[list[int]]
    words: str
