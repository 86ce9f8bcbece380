"""Surveys, opinions and cases, as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Survey(Shape):
    id: int
    name: str
    kind: str = Field(description="csat, nps, ces, stars or custom.")
    is_on: bool
    languages: list[str]
    questions: list[dict[str, Any]]
    address: str | None = Field(description="Where anybody answers; null where only who was asked does.")


class Figure(Shape):
    """Of the last days, with the interval that holds it 95 times of 100."""

    value: float | None = Field(description="NPS from −100 to 100; CSAT in percent; CES from 1 to 7. null: no answers.")
    low: float | None
    high: float | None
    answers: int
    asked: int
    answered: int = Field(description="Of those who were asked.")


class Invitation(Shape):
    id: int
    survey: int
    customer: int
    conversation: int | None
    state: str = Field(description="waiting, sent or not asked.")
    reason: str = Field(description="Why they are not asked, in a word.")
    link: str | None = Field(description="Takes their answer. Give it to nobody else.")


class Opinion(Shape):
    id: int
    survey: int
    customer: int | None
    conversation: int | None
    agent: int | None
    channel: str
    place: str
    author: str
    score: int | None
    comment: str
    answers: dict[str, Any]
    language: str
    may_quote: bool
    is_low: bool
    is_left_out: bool = Field(description="Of no figure: by somebody who works here.")
    at: datetime
    changed_at: datetime | None


class Case(Shape):
    id: int
    opinion: int
    customer: int
    state: str = Field(description="open, contacted or closed.")
    outcome: str
    owner: int | None
    team: int | None
    outreach: int | None = Field(description="The conversation in which we wrote to them.")
    opened_at: datetime
    due_at: datetime
    contacted_at: datetime | None
    closed_at: datetime | None
