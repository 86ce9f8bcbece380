"""Segments, and who is put on lists, as programs say it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Page, Words

Tree = Annotated[dict[str, Any], Field(description="See the manual: conditions. A list has none.")]


class SegmentChanges(Given):
    """What is left out stays."""

    name: Words = ""
    about: Annotated[Words, Field(description="What it is for.")] = ""
    conditions: Tree = {}


class NewSegment(SegmentChanges):
    name: Words
    kind: Annotated[Literal["rule", "list"], Field(description="By conditions, or by hand.")] = "rule"


class Conditions(Given):
    conditions: Tree


class Listing(Given):
    customers: Annotated[list[Id], Field(min_length=1, max_length=10_000)]
    is_on: Annotated[bool, Field(strict=True, description="false takes them off.")] = True


class MembersOf(Page):
    who: Annotated[Literal["in", "left"], Field(description="Those who are in it, or who have left.")] = "in"
