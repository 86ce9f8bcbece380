"""Metrics and what they were, as they are told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape
from regulars.reports.figures import EXACT_UP_TO

ABOUT = f"A median of more than {EXACT_UP_TO} lengths, told from steps of 19 per cent; so are the other lengths beside it but the mean."


class Metric(Shape):
    word: str
    name: str
    meaning: str
    unit: Literal["time", "share", "number", "level", "score"] = Field(
        description="Seconds (the median), a share of 1, how many, how many there were; NPS from −100 to 100, CSAT in per cent, CES from 1 to 7."
    )
    better: Literal["", "less", "more"]


class Point(Shape):
    since: date
    value: float | None
    number: int


class MetricMember(Shape):
    member: str
    name: str
    value: float | None
    is_about: bool = Field(description=ABOUT)
    number: int
    interval: list[float] | None


class MetricFigure(Shape):
    metric: str
    since: date
    until: date
    value: float | None = Field(description="null: there was nothing to measure.")
    is_about: bool = Field(description=ABOUT)
    number: int = Field(description="Of readings behind it.")
    before: float | None = Field(description="Over as many days right before.")
    is_other: bool = Field(description="Than before, by more than chance.")
    mean: float | None
    nine_in_ten: float | None
    interval: list[float] | None = Field(description="Of a share or score: where the true one lies in 95 of 100 cases.")
    points: list[Point]
    members: list[MetricMember]


class Reading(Shape):
    conversation: int
    at: datetime
    value: int
    agent: int | None
