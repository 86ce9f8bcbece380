"""What programs say about friends who are brought along."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regulars.api.given.kinds import AskedId, Given, Id, Moment, Page, Words

Pair = Annotated[list[int], Field(min_length=2, max_length=2)]
State = Literal["joined", "pending", "flagged", "approved", "void", "taken back"]


class ReferralsAsked(Page):
    programme: AskedId | None = None
    customer: Annotated[AskedId | None, Field(description="Who brought them along, or was brought along.")] = None
    state: State | None = None


class Bringing(Given):
    member: Annotated[Id, Field(description="The friend, who has joined.")]
    code: Annotated[Words, Field(min_length=1, max_length=40, description="Of the member who sent them.")]
    at: Annotated[Moment | None, Field(description="When they said so; now, if left out.")] = None


class Noted(Given):
    note: Annotated[Words, Field(max_length=300, description="For the team.")] = ""


class Voiding(Given):
    note: Annotated[Words, Field(min_length=1, max_length=300, description="Why, for the team.")]


class SchemeChanges(Given):
    """What is left out stays."""

    is_open: bool = False
    giver_points: Annotated[int, Field(ge=0, le=10**9)] = 500
    friend_points: Annotated[int, Field(ge=0, le=10**9)] = 250
    least_order: Annotated[int, Field(ge=0, le=10**12, description="In the currency's smallest unit.")] = 2500
    wait_days: Annotated[int, Field(ge=0, le=365)] = 14
    buy_days: Annotated[int, Field(ge=1, le=730)] = 180
    late_days: Annotated[int, Field(ge=0, le=365)] = 14
    most: Annotated[int, Field(ge=1, le=32000)] = 10
    every: Literal["month", "quarter", "year", "ever"] = "month"
    review_at: Annotated[int, Field(ge=0, le=10000)] = 30
    void_at: Annotated[int, Field(ge=1, le=10000)] = 100
    weights: dict[Words, Annotated[int, Field(ge=0, le=1000)]] = {}
    milestones: Annotated[list[Pair], Field(max_length=20, description="Friends, and points; in order.")] = []
    words: Annotated[Words, Field(max_length=300)] = ""
