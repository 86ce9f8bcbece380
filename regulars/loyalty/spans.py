"""How long something lasts by a programme's clocks, and which numbers and words its terms may have."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from regulars.lib.texts import storable
from regulars.loyalty.periods import Unit, Whole, end_of, later, midnight

MOST = 10**12  # points or smallest units of money in one number: beyond it somebody has slipped
Points = Annotated[int, Field(ge=0, le=MOST)]
Words = Annotated[str, Field(max_length=60), AfterValidator(storable)]
Counter = Annotated[Words, AfterValidator(lambda word: " ".join(word.lower().split()))]  # as it is written by hand, too


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Part):
    """How long something lasts: `{"count": 12, "unit": "month", "round_to": "month"}` is a year, and the rest of that month."""

    count: int = Field(0, ge=0, le=1200)
    unit: Unit = "month"
    round_to: Whole = Field("nothing", description="Until the end of the day, week, month, … that this leads into.")
    then_count: int = Field(0, ge=0, le=1200, description="And then so much longer: a year's end and 3 months.")
    then_unit: Unit = "month"
    on: date | None = Field(None, description="Instead: through this one day.")

    def after(self, moment: datetime, clock: Clock) -> datetime:
        """The first instant at which it is over."""
        if self.on:
            return midnight(self.on + timedelta(days=1), clock.zone)
        whole = end_of(
            later(moment, self.count, self.unit, clock.zone), self.round_to, clock.zone, begins=clock.year_begins
        )
        return later(whole, self.then_count, self.then_unit, clock.zone) if self.then_count else whole


class Clock:
    """A time zone, and the day on which years begin."""

    def __init__(self, zone: ZoneInfo, year_begins: tuple[int, int] = (1, 1)) -> None:
        self.zone, self.year_begins = zone, year_begins


def is_factor(words: str) -> bool:
    """“1.5”, or a fraction that no decimal says: “7/6”."""
    return bool(re.fullmatch(r"\d{1,3}(\.\d{1,4}|/[1-9]\d{0,2})?", words))
