"""Programmes, members and what is done with points, as they are told."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from regulars.api.shapes.kinds import Shape
from regulars.loyalty.terms import Terms


class Programme(Shape):
    id: int
    name: str
    one: str
    many: str
    currency: str
    time_zone: str
    version: int = Field(description="Of the terms.")
    terms: Terms


class Effect(Shape):
    """Of the members who joined last."""

    members: int
    up: int = Field(description="Would rise now.")
    down: int = Field(description="Would fall when it is looked at again.")
    purchases: int = Field(description="Of the last 90 days, at most the newest 2000.")
    points: int = Field(description="What these gave.")
    would_be: int = Field(description="What they would have given by these terms and the same rules.")


class Dated(Shape):
    at: datetime | None = Field(description="null: never, or not known yet.")
    points: int


class TierProgress(Shape):
    amount: int = Field(description="What counts now, in what the tiers are reckoned by.")
    tier: str
    next: str = Field(description="The next tier's word; empty at the top.")
    amounts: dict[str, int] = Field(description="The same, and what counts in other measures that tiers take.")
    missing: int = Field(description="To the next tier, in what the tiers are reckoned by.")
    ways: list[dict[str, int]] = Field(description="What is missing to it by each way: all that one names is enough.")
    to_keep: int = Field(description="To stay, when it is looked at again.")
    to_stay: list[dict[str, int]] = Field(description="The same, by each way.")
    review_at: datetime | None
    is_in_grace: bool


class Member(Shape):
    id: int
    programme: int
    customer: int
    number: str = Field(description="Of the card.")
    status: str = Field(description="active, suspended or left")
    tier: str = Field(description="The tier's word; empty in none.")
    balance: int = Field(description="What is shown: available less debt.")
    available: int
    pending: int
    held: int
    debt: int
    joined_at: datetime


class WholeMember(Member):
    at: datetime = Field(description="The instant of which all this is told.")
    spent: int
    expired: int
    reversed: int
    worth: int = Field(description="Of what may be spent, in the currency's smallest unit.")
    expiries: list[Dated] = Field(
        description="Of what may be spent; they add up to `available`. `at` is the first instant at which it is over: a midnight "
        "means that the day before, by the programme's clocks, is the last."
    )
    activations: list[Dated] = Field(description="Of what waits.")
    tiers: TierProgress | None = Field(description="null of the past, and where there are no tiers.")


class HoldTold(Shape):
    id: int
    amount: int
    captured: int
    state: str = Field(description="open, captured or released")
    expires_at: datetime


class PartOfEarning(Shape):
    """What one thing gave of what was earned: the purchase (`spend`), the tier (`times`), or a rule."""

    points: int
    spend: int | None = None
    tier: str = ""
    times: str = ""
    rule: int | None = None
    version: int | None = Field(None, description="Of the rule.")
    name: str = ""


class Operation(Shape):
    id: int
    member: int
    kind: str = Field(
        description="earn, activate, hold, capture, release, redeem, give back, take back, adjust, expire, send, get …"
    )
    points: int = Field(description="What it was about.")
    change: int = Field(description="Of the balance that is shown.")
    balance: int = Field(description="As shown after it.")
    spend: int | None
    parts: list[PartOfEarning] = Field(description="How an earning adds up, in the order in which it was reckoned.")
    written_off: int = Field(
        0,
        description="Of points that were to be taken back: those that had been spent, and are not taken by the programme's policy.",
    )
    of: int | None = Field(description="The operation that it follows.")
    key: str | None
    reference: str
    reason: str
    by: str
    because: int | None = Field(description="The event on the timeline that it follows from.")
    version: int = Field(description="Of the terms.")
    at: datetime = Field(description="From when it counts.")
    happened_at: datetime
    hold: HoldTold | None = None


class Lot(Shape):
    """One credit of points."""

    id: int
    operation: int
    issued: int
    moved: int = Field(description="Went into other credits.")
    pending: int
    available: int
    held: int
    spent: int
    expired: int
    reversed: int
    activates_at: datetime | None
    expires_at: datetime | None = Field(description="The first instant at which it is over.")


class Movement(Shape):
    """opening + issued + forgiven - redeemed - expired - reversed = closing: points not used up, less what is owed."""

    opening: int
    forgiven: int = Field(description="Debt that need not be paid any more.")
    issued: int
    redeemed: int
    expired: int
    reversed: int
    closing: int
    debt: int = Field(description="By how much it grew.")


class MovementWorth(Shape):
    """The same movement at what points are worth now, in the currency's smallest unit."""

    opening: int
    forgiven: int
    issued: int
    redeemed: int
    expired: int
    reversed: int
    closing: int


class Vintage(Shape):
    month: datetime
    issued: int
    redeemed: int
    expired: int
    reversed: int
    outstanding: int
    breakage: float | None = Field(description="Per cent of what is decided that expired.")
    to_expire: float | None = Field(
        description="Per cent of what is outstanding that will expire: as the terms say, or as decided months did from that age on."
    )
    cost: int | None = Field(
        description="What so many points of it as the terms put a worth on cost, in the currency's smallest unit: redeemed, and to be redeemed."
    )


class Liability(Shape):
    points: int
    debt: int
    worth: int = Field(description="In the currency's smallest unit.")
    currency: str
    breakage: float = Field(
        description="Per cent of the points that will expire, month by month as earlier ones did, or as the terms say."
    )
    expected: int = Field(description="What it is worth, less breakage.")


class WorthSince(Shape):
    """From then on so many `points` were worth so much, in the currency's smallest unit."""

    since: datetime
    points: int
    worth: int


class Report(Shape):
    movement: Movement
    worth: MovementWorth
    totals: dict[str, int]
    vintages: list[Vintage]
    liability: Liability
    worth_over_time: list[WorthSince] = Field(description="What points were worth, the newest first.")
