"""Which days and conversations a metric is asked about, as programs say it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, Page, Words


class Days(Asked):
    since: Annotated[date | None, Field(description="The first day, in the house's zone; 30 days without.")] = None
    until: Annotated[date | None, Field(description="The last day, included; today without.")] = None
    hours: Annotated[Literal["all", "open"], Field(description="Of lengths, all of the time or the time open.")] = "all"
    conditions: Annotated[
        Words, Field(max_length=100_000, description="JSON, about conversations; see the manual: conditions.")
    ] = ""


class DaysBy(Days):
    by: Annotated[Literal["", "agent", "team", "channel", "topic"], Field(description="Also of each of these.")] = ""


class Readings(DaysBy, Page):
    member: Annotated[Words, Field(max_length=20, description="With `by`: its id, or the channel's name.")] = ""
    order: Annotated[Literal["newest", "most", "least"], Field(description="Of the values.")] = "newest"
