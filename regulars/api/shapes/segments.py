"""Segments and who is in them, as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Segment(Shape):
    id: int
    name: str
    about: str
    kind: Literal["rule", "list"]
    conditions: dict[str, Any]
    version: int = Field(description="Of its conditions.")
    size: int
    is_building: bool = Field(description="All customers are still being asked.")
    built_at: datetime | None = Field(description="When all were asked last.")
    as_of: datetime = Field(description="Until when changes are in it.")


class SegmentMember(Shape):
    customer: int
    since: datetime
    until: datetime | None


class SegmentSize(Shape):
    number: int
    is_exact: bool = Field(description="false: one in fifty was asked.")


class Listed(Shape):
    changed: int = Field(description="How many came onto the list, or left it.")
