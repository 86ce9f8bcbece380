"""What the timeline says about segments."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class SegmentEntered(Event):
    """The customer came into a segment: something about them changed, or time passed."""

    kind = "segment.entered"
    says = "Came into the segment “{name}”"
    icon = "people"
    is_change = False
    segment: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SegmentLeft(Event):
    """The customer is in a segment no more: something about them changed, or time passed."""

    kind = "segment.left"
    says = "Left the segment “{name}”"
    icon = "people"
    is_change = False
    segment: int
    name: str
