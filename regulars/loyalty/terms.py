"""What a programme promises: how points are earned, wait, expire and are taken back, and what the tiers are. Kept as JSON, by version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.spans import MOST, Part, Points, Span, Words
from regulars.loyalty.tier_terms import Level, Tiers


class Earning(Part):
    """So many points for so much money. A tier's `multiplier` comes on top, before rounding."""

    points: Points = 1
    per: int = Field(100, ge=1, le=MOST, description="In the smallest unit of the currency: 100 is €1.")
    rounding: Literal["down", "nearest", "up", "whole steps", "carried"] = Field(
        "down",
        description="nearest: halves go up. whole steps: only each full `per` counts. carried: what is left of a point counts with the next "
        "purchase.",
    )
    rounded: Literal["purchase", "item", "part"] = Field(
        "purchase",
        description="item: each item by itself, with what the tier gives; what is no item, too. part: what the purchase gives, the tier and "
        "each rule by themselves.",
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
