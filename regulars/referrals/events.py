"""What happens with friends who are brought along, on the timelines of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class ReferralEvent(Event):
    """Something about one referral."""

    about = "referral"
    icon = "people"
    referral: int
    programme: int


@dataclass(frozen=True, kw_only=True)
class FriendJoined(ReferralEvent):
    """Somebody whom the customer brought along became a member. `friend` is the number of that customer."""

    kind = "referral.joined"
    says = "A friend joined by {way}"
    friend: int
    way: str  # code, link or invitation


@dataclass(frozen=True, kw_only=True)
class BroughtAlong(ReferralEvent):
    """The customer became a member because another one sent them. `giver` is the number of that customer."""

    kind = "referral.brought_along"
    says = "Was sent by another member"
    giver: int


@dataclass(frozen=True, kw_only=True)
class FriendBought(ReferralEvent):
    """The friend made the purchase that counts. Points follow when it cannot be sent back any more."""

    kind = "referral.bought"
    says = "A friend made their first purchase"
    friend: int
    order: int


@dataclass(frozen=True, kw_only=True)
class ReferralFlagged(ReferralEvent):
    """Something speaks against a referral: somebody of the team looks at it. `first_sign` weighs most."""

    kind = "referral.flagged"
    says = "A friend who was brought along is to be looked at"
    icon = "flag"
    friend: int
    score: int
    first_sign: str


@dataclass(frozen=True, kw_only=True)
class ReferralApproved(ReferralEvent):
    """A referral counts. Told to both: `side` is giver or friend, `points` what this one got."""

    kind = "referral.approved"
    says = "A friend was brought along: {points} {unit}"
    side: str
    points: int
    unit: str  # what the programme calls so many of them

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["side"] == "giver" else "Was sent by another member: {points} {unit}"


@dataclass(frozen=True, kw_only=True)
class ReferralVoided(ReferralEvent):
    """A referral does not count. `why` is one word."""

    kind = "referral.voided"
    says = "A friend who was brought along does not count: {why}"
    icon = "x"
    friend: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ReferralTakenBack(ReferralEvent):
    """A referral had counted and does no more, so its points were taken back. Told to both."""

    kind = "referral.taken_back"
    says = "What a referral had brought was taken back: {why}"
    icon = "undo"
    side: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(ReferralEvent):
    """The customer has brought so many friends along that there is something more for it."""

    kind = "referral.milestone"
    says = "Brought {friends} friends along: {points} {unit} more"
    icon = "star"
    friends: int
    points: int
    unit: str
