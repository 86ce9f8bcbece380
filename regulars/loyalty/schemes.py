"""What a rule of a programme gives: so many points for so much, or so many times what is given anyway, within its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError, model_validator

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.spans import MOST, Counter, Part, Points, Span, is_factor

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Within = Literal["day", "week", "month", "quarter", "half year", "year", "year of membership", "ever"]
Thing = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(storable)]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Limit(Part):
    """So much within one calendar period of the programme, or one year since the member joined."""

    most: int = Field(ge=1, le=MOST)
    within: Within = "year"


class Scheme(Part):
    do: Literal["earn", "multiply", "raise"] = Field(
        "earn", description="raise: what was given so far, to so many points, where it is less."
    )
    points: Points = Field(0, description="Of earn and raise: for each of what `each` says.")
    each: Literal["occasion", "amount", "item", "value"] = Field(
        "occasion",
        description="occasion: once each time. amount: for each `per`. item: for each piece. value: for each one of the number that the "
        "event tells: miles, litres, nights.",
    )
    pieces: int = Field(1, ge=1, le=MOST, description="Of item and value: for each full so many of them.")
    per: int = Field(100, ge=1, le=MOST, description="In the smallest unit of the currency: 100 is €1.")
    times: str = Field("2", description="Of multiply: 2 doubles, 7/6 gives a sixth more, 0 gives nothing.")
    of: Literal["all", "purchase"] = Field(
        "all",
        description="all: what the tier and the rules before gave, too. purchase: the programme's own rate alone.",
    )
    only: tuple[Thing, ...] = Field((), max_length=100, description="Categories or article numbers that it is for.")
    without: tuple[Thing, ...] = Field(
        (), max_length=100, description="Categories or article numbers that it is not for."
    )
    least: Points = Field(0, description="What must be spent at least, on what it is for, in the smallest unit.")
    from_on: date | None = Field(None, description="The first day, in the programme's time zone.")
    until_on: date | None = Field(None, description="The last day.")
    weekdays: tuple[Day, ...] = Field((), max_length=7, description="All, if none is named.")
    from_time: Time | None = None
    until_time: Time | None = Field(None, description="Before the first one: past midnight.")
    qualifies: bool = Field(True, description="Its points count for tiers.")
    only_for_tiers: bool = Field(False, description="Its points count for tiers alone: nobody can spend them.")
    counter: Counter = Field(
        "", description="Of only_for_tiers: what it counts, where that is not points: one of the tiers' `counters`."
    )
    waits: Span | None = Field(None, description="Its points may be spent only after this; null: as all others.")
    lasts: Span | None = Field(
        None, description="Its points are over so long after they begin, or were earned; null: as all others."
    )
    most: Points | None = Field(None, description="Points for one occasion.")
    per_member: Limit | None = Field(None, description="Points that one member gets by it.")
    often: Limit | None = Field(None, description="How often one member gets something by it.")
    budget: Limit | None = Field(None, description="Points that all members get by it together.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Scheme:
        if not is_factor(self.times):
            raise ValueError("times is a number such as 2, 1.5 or 7/6")
        if self.do != "multiply" and not self.points:
            raise ValueError("say how many points")
        if self.counter and not self.only_for_tiers:
            raise ValueError("a counter counts for tiers alone")
        if self.only_for_tiers and (self.do == "raise" or self.waits or self.lasts):
            raise ValueError("what counts for tiers alone raises nothing, does not wait, and is not over")
        if self.budget and self.budget.within == "year of membership":
            raise ValueError("all members together have no year of membership")
        if self.only_for_tiers and not self.qualifies:
            raise ValueError("what cannot be spent has to count for tiers")
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValueError("it would be over before it begins")
        return self

    @cached_property
    def factor(self) -> Fraction:
        return Fraction(self.times)

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """Only these, and none of those, as they are compared."""
        return frozenset(map(str.casefold, self.only)), frozenset(map(str.casefold, self.without))

    @property
    def limits(self) -> list[Limit]:
        return [each for each in (self.per_member, self.often, self.budget) if each]

    def is_on(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether it is for this moment, by the clocks of the programme. A night past midnight belongs to the day on which it began."""
        local = at.astimezone(zone)
        day, time = local.date(), f"{local:%H:%M}"
        start, end = self.from_time or "00:00", self.until_time or "24:00"
        if start > end and time < end:
            day, time = date.fromordinal(day.toordinal() - 1), f"{local.hour + 24:02}:{local:%M}"
        is_in = start <= time < (end if start <= end else f"{int(end[:2]) + 24:02}{end[2:]}")
        is_begun = self.from_on is None or self.from_on <= day
        is_over = self.until_on is not None and day > self.until_on
        return is_in and is_begun and not is_over and (not self.weekdays or DAYS[day.weekday()] in self.weekdays)


def scheme_of(given: Mapping[str, Any], *, at: str = "steps.1") -> Scheme:
    """Raises ValidationError, which names the part that is wrong: "steps.1.points"."""
    try:
        return Scheme.model_validate(given)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join([at, *(str(part) for part in wrong["loc"])])
        raise refusal(place, re.sub(r"^Value error, ", "", wrong["msg"])) from None
