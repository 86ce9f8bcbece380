"""A customer, and what is known about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Named, Shape


class Identity(Shape):
    id: int
    kind: Literal["email", "phone", "external"]
    value: str
    is_primary: bool


class Customer(Shape):
    id: int
    name: str
    email: str
    phone: str
    identities: list[Identity]
    company: Named | None
    language: str
    time_zone: str
    away_until: date | None = Field(description="The last day, as they told us.")
    attributes: dict[str, Any]
    created_at: datetime


class Note(Shape):
    id: int
    text: str
    agent: int | None
    is_pinned: bool
    at: datetime


class Consent(Shape):
    channel: str
    purpose: str
    state: Literal["granted", "unknown", "withdrawn"]
    source: str = Field(description="Where they said so.")
    text_version: str = Field(description="Of the words they agreed to.")
    at: datetime


class Likeness(Shape):
    """Somebody whom this customer may be as well."""

    customer: Named
    score: int = Field(description="Per cent.")
    because: str


class Line(Shape):
    """One event on the timeline. Kinds are listed in docs/events.md."""

    id: int
    kind: str
    sentence: str
    about: str = Field(description="conversation:42")
    because: int | None = Field(description="The event that this one follows from.")
    at: datetime
