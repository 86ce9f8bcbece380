"""Surprises and draws, as they are told."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Prize(Shape):
    id: int
    name: str
    chance: int = Field(description="Of 10,000.")
    points: int
    reward: int | None
    stock: int | None = Field(description="That are left; null: as many as are drawn.")


class Surprise(Shape):
    id: int
    programme: int
    name: str
    is_open: bool
    budget: int
    every: str
    prizes: list[Prize]


class Draw(Shape):
    id: int
    surprise: int
    customer: int
    why_not: str = Field(
        description="Empty when there was a draw: else closed, no member, objects, held, too soon or agent."
    )
    prize: int | None = Field(description="null: nothing.")
    points: int
    claim: int | None = Field(description="Of a reward.")
    seed: str
    chances: list[list[int]] = Field(description="[prize, of 10,000], side by side from 0; what is left is nothing.")
    ticket: int | None = Field(description="HMAC-SHA512(seed, regulars.surprises) modulo 10,000.")
    at: datetime
