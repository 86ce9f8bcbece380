"""What a programme promises: how points are earned, wait, expire and are taken back, and what the tiers are. Kept as JSON, by version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.periods import Unit, Whole, end_of, later, midnight

MOST = 10**12  # points or smallest units of money in one number: beyond it somebody has slipped
Points = Annotated[int, Field(ge=0, le=MOST)]
Words = Annotated[str, Field(max_length=60), AfterValidator(storable)]


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


class Earning(Part):
    """So many points for so much money. A tier's `multiplier` comes on top, before rounding."""

    points: Points = 1
    per: int = Field(100, ge=1, le=MOST, description="In the smallest unit of the currency: 100 is €1.")
    rounding: Literal["down", "nearest", "up", "whole steps"] = Field(
        "down", description="nearest: halves go up. whole steps: only each full `per` counts."
    )
    rounded: Literal["purchase", "item"] = Field(
        "purchase", description="item: each item by itself, with what the tier gives; what is no item, too."
    )
    bonus_qualifies: bool = Field(True, description="What a tier's `multiplier` adds counts for tiers, too.")
    orders: bool = Field(True, description="Orders in the programme's currency earn by themselves as they are paid.")
    with_tax: bool = Field(False, description="Tax counts, too.")
    with_shipping: bool = Field(False, description="Shipping counts, too.")
    with_gift_cards: bool = Field(False, description="What was paid by a gift card counts, too.")
    gift_cards: bool = Field(False, description="Buying a gift card counts, too.")
    past_days: int = Field(
        0, ge=0, le=3650, description="Orders paid so many days before somebody joined are credited as they join."
    )


class Value(Part):
    """What points are worth when they are redeemed: 100 points are worth 100 cents."""

    points: int = Field(100, ge=1, le=MOST)
    worth: Points = Field(100, description="In the smallest unit of the currency.")
    breakage: Annotated[int, Field(ge=0, le=100)] | None = Field(
        None, description="Per cent of what is outstanding that will expire; null: as earlier months say."
    )


class Activation(Part):
    """When earned points may be spent."""

    kind: Literal["at once", "after", "on delivery", "on action"] = Field(
        "at once",
        description="after: a `span` after they were earned. on delivery: a `span` after the order has arrived; what is no order, at once. "
        "on action: when somebody activates them; an order's, as it has arrived.",
    )
    span: Span = Span(count=14, unit="day")


class Expiry(Span):
    """When a credit of points is over. Credits that are there already keep theirs."""

    since: Literal["earned", "active"] = "earned"


class Inactivity(Span):
    """All points that may be spent are over when nothing was done for so long. Points that wait stay."""

    kept_by: list[Literal["earn", "redeem"]] = ["earn", "redeem"]


class Refunds(Part):
    """What becomes of points when their purchase is refunded."""

    policy: Literal["only_pending", "within_balance", "unlimited"] = Field(
        "within_balance", description="unlimited: what was spent already is owed, and the next points pay it."
    )
    most_debt: Points | None = Field(None, description="What would be owed beyond it is written off.")
    debt_days: int | None = Field(
        None, ge=1, le=36500, description="A debt that has not grown for so long is forgiven."
    )
    grace_days: int = Field(0, ge=0, le=36500, description="Points come back to a credit that is over: for so long.")


class Period(Part):
    """Over what time it is added up what somebody has earned, spent or bought."""

    kind: Literal["ever", "calendar", "rolling", "anniversary"] = "calendar"
    whole: Literal["month", "quarter", "half year", "year"] = Field("year", description="Of calendar.")
    count: int = Field(12, ge=1, le=1200, description="Of rolling.")
    unit: Unit = Field("month", description="Of rolling.")


class Level(Part):
    """A tier: whoever has reached `min` is in it."""

    word: Words = Field(min_length=1, description="What programs call it: silver. Stays when the name changes.")
    name: Words = Field(min_length=1)
    min: Points
    benefits: dict[str, Any] = Field({}, description='What it gives: {"multiplier": "1.5", "free shipping": true}.')

    @property
    def multiplier(self) -> Fraction:
        return Fraction(str(self.benefits.get("multiplier", 1)))

    @model_validator(mode="after")
    def _fits(self) -> Level:
        if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", str(self.benefits.get("multiplier", 1))) or not self.multiplier:
            raise ValueError("multiplier is a number above 0 such as 1.5")
        return self


class Tiers(Part):
    """Who stands in which tier, from when and how long."""

    basis: Literal["points", "spend", "orders", "balance"] = Field(
        "points", description="points: those that qualify, whether spent or not. balance: what may be spent now."
    )
    period: Period = Period()
    starts: Literal["now", "next period"] = "now"
    keeps: Literal["period end", "next period end", "span", "follows"] = Field(
        "next period end", description="follows: a tier is left as soon as what it takes is not there any more."
    )
    span: Span = Field(Span(count=12, unit="month"), description="For `keeps: span`, from when the tier was reached.")
    downgrade: Literal["none", "one step", "earned"] = "earned"
    grace: Span | None = Field(None, description="So much longer to make up what is missing.")
    levels: list[Level] = Field([], max_length=20)

    @model_validator(mode="after")
    def _in_order(self) -> Tiers:
        if [each.min for each in self.levels] != sorted({each.min for each in self.levels}):
            raise ValueError("each tier takes more than the one before")
        if len({each.word for each in self.levels}) < len(self.levels):
            raise ValueError("two tiers have the same word")
        has_periods = self.period.kind in ("calendar", "anniversary") and self.basis != "balance"
        if not has_periods and (self.starts == "next period" or self.keeps in ("period end", "next period end")):
            raise ValueError("without calendar or anniversary periods, tiers start now, and keep a span or follow")
        return self

    def rank(self, word: str) -> int:
        """-1 for none, also when the tier is there no more."""
        return next((place for place, each in enumerate(self.levels) if each.word == word), -1)

    def word(self, rank: int) -> str:
        return self.levels[rank].word if rank >= 0 else ""

    def earned(self, amount: int) -> int:
        """The rank that so much is enough for: exactly enough is enough."""
        return sum(each.min <= amount for each in self.levels) - 1


class Admission(Part):
    """Whether customers become members by themselves, and to what they agree by it."""

    is_open: bool = Field(False, description="By a button on their own pages.")
    words: Annotated[str, Field(max_length=500), AfterValidator(storable)] = Field(
        "", description="What they agree to, as it stands beside the button."
    )


class Terms(Part):
    birthday: Words = Field("birthday", description="The customers' field that has the day on which they were born.")
    joining: Admission = Admission()
    earning: Earning = Earning()
    value: Value = Value()
    activation: Activation = Activation()
    expiry: Expiry | None = None
    inactivity: Inactivity | None = None
    refunds: Refunds = Refunds()
    hold_minutes: int = Field(30, ge=1, le=525_600, description="How long points stay reserved that nobody captures.")
    may_transfer: bool = True
    most_by_hand: Points | None = Field(
        500,
        description="Points that one agent may give or take by hand of one member in a day, without the right to run programmes.",
    )
    year_begins: str = Field("01-01", pattern=r"^\d\d-\d\d$", description="Month and day on which years begin.")
    tiers: Tiers = Tiers()

    @model_validator(mode="after")
    def _a_day(self) -> Terms:
        month, day = self.begins
        if not (1 <= month <= 12 and 1 <= day <= 28):
            raise ValueError("years begin on a day that each year has: month 01 to 12, day 01 to 28")
        return self

    @property
    def begins(self) -> tuple[int, int]:
        month, day = self.year_begins.split("-")
        return int(month), int(day)

    def level(self, word: str) -> Level | None:
        rank = self.tiers.rank(word)
        return self.tiers.levels[rank] if rank >= 0 else None


def terms_of(given: Mapping[str, Any]) -> Terms:
    """What is left out is as usual. Raises ValidationError, which names the part that is wrong."""
    try:
        return Terms.model_validate(given)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"]) or "terms"
        raise refusal(place, re.sub(r"^Value error, ", "", wrong["msg"])) from None


def with_changes(kept: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as they are, but for what is said: part by part. null sets a part back to what is usual."""
    changed = dict(kept)
    for name, said in changes.items():
        is_part = isinstance(said, Mapping) and isinstance(kept.get(name), Mapping)
        changed[name] = with_changes(kept[name], said) if is_part else said
    return changed
