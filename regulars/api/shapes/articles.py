"""An article, its words in each language, and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Translation(Shape):
    language: str
    state: Literal["draft", "published"]
    title: str = Field(description="As readers see it; of a draft, as they will.")
    address: str = Field(description="Of its page in the help centre.")
    version: int = Field(description="How often it was published.")
    is_stale: bool = Field(description="The centre's first language has gone on since.")
    published_at: datetime | None = Field(description="The version that readers see, or saw last.")


class Draft(Shape):
    title: str
    html: str
    is_changed: bool = Field(description="It is not what readers see.")
    version: str = Field(description="Another word each time that it is kept.")
    publish_at: datetime | None = Field(description="When it is published by itself.")
    edited_at: datetime
    edited_by: int | None = Field(description="The agent.")


class WholeTranslation(Translation):
    html: str = Field(description="As readers see it; empty while they do not.")
    text: str
    draft: Draft | None = Field(description="null for those who may not write articles.")


class Found(Shape):
    """The passage that answers a search."""

    language: str
    heading: str
    excerpt: str = Field(description="HTML: the words that were looked for are in `mark`.")
    address: str


class Article(Shape):
    id: int
    centre: int
    category: int | None
    title: str = Field(description="In the centre's first language, or else in the one that it was first written in.")
    visibility: Literal["public", "signed_in", "segment", "agents"]
    segment: dict[str, Any] = Field(description="Which customers, as conditions, for `segment`.")
    owner: int | None = Field(description="The agent who looks after it.")
    review_on: date | None
    labels: list[str]
    is_promoted: bool
    translations: list[Translation] = Field(description="Those that the asker may see.")
    found: Found | None = Field(description="null unless it was searched for.")
    retired_at: datetime | None
    created_at: datetime


class WholeArticle(Article):
    translations: list[WholeTranslation]  # type: ignore[assignment]


class CategoryName(Shape):
    language: str
    name: str
    description: str


class Category(Shape):
    id: int
    centre: int
    parent: int | None
    slug: str
    names: list[CategoryName]


class HelpCentre(Shape):
    id: int
    brand: int
    title: str
    languages: list[str] = Field(description="The first is the one that articles are written in.")
    is_open: bool = Field(description="To customers.")
    address: str
