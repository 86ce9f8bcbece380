"""What programs say about points."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, AskedId, Given, Id, Moment, Page, Words

Number = Annotated[int, Field(strict=True, gt=-(10**16), lt=10**16)]
At = Annotated[
    Moment | None,
    Field(
        description="When it happened; now, if left out. What we hear of late counts from when the last entry was made."
    ),
]
Key = Annotated[
    str | None,
    Field(
        min_length=1, max_length=128,
        description="Of your choice, kept for good: asked again with the same, it is done once. The Idempotency-Key header serves as well.",
    ),
]  # fmt: skip
Reason = Annotated[Words, Field(max_length=200, description="The member reads it.")]
Reference = Annotated[Words, Field(max_length=120, description="An order or a receipt: shop:8841")]
Spend = Annotated[Number | None, Field(description="Money, in the currency's smallest unit.")]
Terms = Annotated[dict[str, Any], Field(description="Parts of Terms. What is left out stays; null is as usual.")]


class ProgrammeChanges(Given):
    """What is left out stays."""

    name: Words = ""
    one: Annotated[Words, Field(description="point")] = "point"
    many: Annotated[Words, Field(description="points")] = "points"
    currency: Annotated[str, Field(description="ISO 4217: EUR")] = "EUR"
    time_zone: Annotated[str, Field(description="IANA: Europe/Berlin")] = "UTC"
    terms: Terms = {}
    for_all: Annotated[
        bool, Field(description="Points that would never be over get the new time, too, counted from now.")
    ] = False


class NewProgramme(ProgrammeChanges):
    name: Words


class TermsGiven(Given):
    terms: Terms


class Between(Asked):
    since: Moment
    until: Moment


class MembersAsked(Page):
    programme: Annotated[AskedId | None, Field(description="The first, if left out.")] = None
    customer: AskedId | None = None
    number: Annotated[str, Field(max_length=32, description="Of a card.")] = ""
    search: Annotated[str, Field(max_length=200, description="A name, an address or a card's number.")] = ""
    tier: Annotated[str, Field(max_length=60)] = ""


class MemberAsked(Asked):
    at: Annotated[
        Moment | None,
        Field(description="In the past: what was shown then. In the future: if nothing happens until then."),
    ] = None


class Joining(Given):
    customer: Id
    programme: Annotated[Id | None, Field(description="The first, if left out.")] = None
    number: Annotated[Words, Field(max_length=32, description="Of the card; made up, if left out.")] = ""
    at: At = None


class SpendGiven(Given):
    points: Number
    reason: Reason = ""
    reference: Reference = ""
    at: At = None
    key: Key = None


class Holding(SpendGiven):
    minutes: Annotated[Number | None, Field(description="The programme's, if left out.")] = None


class Ending(Given):
    points: Annotated[Number | None, Field(description="All, if left out.")] = None
    at: At = None


class Releasing(Given):
    at: At = None


class ItemGiven(Given):
    net: Annotated[Number, Field(ge=0, description="What counts of it, in the currency's smallest unit.")]
    quantity: Annotated[Number, Field(ge=0)] = 1
    words: Annotated[list[Annotated[Words, Field(max_length=300)]], Field(max_length=50)] = []


Items = Annotated[
    list[ItemGiven] | None,
    Field(max_length=1000, description="Instead of `spend`, so that rules for categories and items are asked, too."),
]


class EarnGiven(Given):
    """So many points, or what a purchase gives by the terms and rules."""

    points: Number | None = None
    spend: Spend = None
    items: Items = None
    shop: Annotated[Words, Field(max_length=120, description="Of a purchase: whose it was, for rules that ask.")] = ""
    paid_by: Annotated[
        Words, Field(max_length=120, description="Of a purchase: the way of payment, for rules that ask.")
    ] = ""
    qualifying: Annotated[Number | None, Field(description="Points that count for tiers; all, if left out.")] = None
    counters: Annotated[
        dict[str, Number] | None,
        Field(
            max_length=5,
            description="What else counts for tiers, by a word of the terms: nights. As rules say, if left out.",
        ),
    ] = None
    activates_at: Annotated[Moment | None, Field(description="By the terms, if left out.")] = None
    waits: Annotated[bool, Field(description="Until they are activated.")] = False
    expires_at: Annotated[Moment | None, Field(description="By the terms, if left out.")] = None
    is_order: Annotated[bool | None, Field(description="Counts as an order; so does a purchase, if left out.")] = None
    may_move: Annotated[bool, Field(description="To another member.")] = True
    reason: Reason = ""
    reference: Reference = ""
    at: At = None
    key: Key = None


class Adjusting(Given):
    points: Annotated[Number, Field(description="With a minus, to take.")]
    reason: Annotated[Words, Field(min_length=1, max_length=200, description="The member reads it.")]
    qualifying: Annotated[Number, Field(description="Points that count for tiers.")] = 0
    expires_at: Annotated[Moment | None, Field(description="By the terms, if left out.")] = None
    reference: Reference = ""
    at: At = None
    key: Key = None


class TakingBack(Given):
    """So many points, those of so much money, or all that are left."""

    points: Number | None = None
    spend: Spend = None
    reason: Reason = ""
    at: At = None
    key: Key = None


class GivingBack(Given):
    points: Annotated[Number | None, Field(description="All that are left, if left out.")] = None
    reason: Reason = ""
    at: At = None
    key: Key = None


class Transfer(Given):
    to: Annotated[Id, Field(description="The other member.")]
    points: Number
    reason: Reason = ""
    at: At = None
    key: Key = None


class Extension(Given):
    until: Moment
    lots: Annotated[list[Id], Field(description="All, if left out.")] = []
    reason: Reason = ""
    at: At = None
    key: Key = None


class TierGiven(Given):
    tier: Annotated[Words, Field(description="The tier's word; empty takes away what was given.")]
    reason: Annotated[Words, Field(min_length=1, max_length=200)]
    until: Annotated[Moment | None, Field(description="For good, if left out.")] = None
    at: At = None


class MemberStatusGiven(Given):
    status: Literal["active", "suspended", "left"]
