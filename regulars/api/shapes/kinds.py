"""What all answers are made of."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Row = TypeVar("Row")


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PageOf(Shape, Generic[Row]):
    items: list[Row]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Named(Shape):
    id: int
    name: str


class NamedPerson(Named):
    email: str
