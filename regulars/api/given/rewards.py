"""What is said of rewards, codes and goodwill."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import AskedId, Given, Id, Moment, Page, Words
from regulars.api.given.loyalty import At, Key, Number, Reason, Reference

Money = Annotated[Number, Field(description="In the currency's smallest unit.")]
Order = Annotated[Money, Field(ge=0)]
Code = Annotated[Words, Field(min_length=1, max_length=80, description="However it was typed.")]
Kind = Literal["amount", "percent", "product", "shipping", "experience", "gift card", "donation", "custom"]


class RewardChanges(Given):
    """What is left out stays."""

    name: Words = ""
    text: Words = ""
    kind: Kind = "amount"
    points: Annotated[Number, Field(description="Its price.")] = 100
    percent: Number | None = None
    amount: Annotated[
        Money | None, Field(description="Of a discount, on a card, given away; the most that per cent take off.")
    ] = None
    least_order: Annotated[Money, Field(description="From which total on a discount holds.")] = 0
    cost: Annotated[Money | None, Field(description="To you; what its points are worth, if null.")] = None
    product: Annotated[Id | None, Field(description="Of the house's products.")] = None
    is_sent: Annotated[bool, Field(description="Members say where to.")] = False
    is_pooled: Annotated[bool, Field(description="Its codes are the shop's own: POST …/codes.")] = False
    tiers: Annotated[list[Words], Field(description="By their words; none: all.")] = []
    conditions: Annotated[dict[str, Any], Field(description="About the customer; see the manual: conditions.")] = {
        "all": []
    }
    stock: Annotated[Number | None, Field(description="null: as many as are wanted.")] = None
    most_per_member: Number | None = None
    begins_at: Moment | None = None
    ends_at: Moment | None = None
    code_days: Annotated[Number, Field(description="1 to 365: so long a code is good.")] = 90
    is_listed: Annotated[bool, Field(description="In the catalogue; else it is only given.")] = True
    is_on: bool = True


class NewReward(RewardChanges):
    name: Words
    programme: Annotated[Id | None, Field(description="The first, if left out.")] = None


class CodesGiven(Given):
    codes: Annotated[list[Words], Field(min_length=1, max_length=10_000)]


class Claiming(Given):
    reward: Id
    address: Annotated[Words, Field(max_length=500, description="Where to send it.")] = ""
    at: At = None
    key: Key = None


class ClaimsAsked(Page):
    customer: AskedId | None = None
    state: Annotated[str, Field(max_length=10)] = ""


class Using(Given):
    reference: Reference = ""
    order: Annotated[Order | None, Field(description="What is bought with it: some hold from a total on.")] = None
    at: At = None


class Shipping(Given):
    tracking: Annotated[Words, Field(max_length=200)] = ""
    at: At = None


class Cancelling(Given):
    reason: Reason = ""
    at: At = None


class Arriving(Given):
    at: At = None


class CodeAsked(Given):
    code: Code
    order: Order | None = None


class CodeUsed(CodeAsked):
    amount: Annotated[Money | None, Field(description="To take from a gift card: so much.")] = None
    reference: Reference = ""
    key: Key = None


class CodeRefunded(Given):
    code: Code
    amount: Money
    reference: Annotated[Reference, Field(description="That it was paid with.")] = ""
    key: Key = None


class PayAsked(Given):
    order: Annotated[Order, Field(description="What is to be paid.")]
    points: Annotated[Number | None, Field(description="At most; all that may be, if left out.")] = None


class PointsPaying(PayAsked):
    reference: Reference = ""
    minutes: Annotated[
        Number | None, Field(description="How long they stay set aside; the programme's, if left out.")
    ] = None
    key: Key = None


class GoodwillGiven(Given):
    """Points, or a reward."""

    points: Number | None = None
    reward: Id | None = None
    programme: Annotated[Id | None, Field(description="The first, if left out.")] = None
    reason: Annotated[Words, Field(min_length=1, max_length=200, description="The customer reads it.")]
    conversation: Id | None = None
    key: Key = None


class GoodwillAsked(Page):
    state: Literal["waiting", "given", "declined", ""] = ""


class Answer(Given):
    answer: Annotated[Words, Field(max_length=200, description="For your colleague.")] = ""
