"""What happens with rewards and goodwill. Facts are numbers and names of the catalogue; reasons stand in the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event
from regulars.lib.money import said


@dataclass(frozen=True, kw_only=True)
class RewardEvent(Event):
    """Something about one reward that the customer has."""

    about = "claim"
    icon = "tag"
    claim: int
    reward: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RewardClaimed(RewardEvent):
    """The customer claimed a reward. Its points are spent, or set aside until it is used."""

    kind = "reward.claimed"
    says = "Claimed “{name}”"
    points: int


@dataclass(frozen=True, kw_only=True)
class RewardGiven(RewardEvent):
    """The customer was given a reward, for no points."""

    kind = "reward.given"
    says = "{by} gave “{name}”"
    icon = "star"


@dataclass(frozen=True, kw_only=True)
class RewardUsed(RewardEvent):
    """The code of a reward was used, or the last of a gift card."""

    kind = "reward.used"
    says = "Used “{name}”"
    icon = "check"


@dataclass(frozen=True, kw_only=True)
class CardSpent(RewardEvent):
    """A part of a gift card was spent; less than nothing was put back on it."""

    kind = "reward.card_spent"
    says = "Paid {amount} from “{name}”"
    units: int  # in the currency's smallest unit
    left: int
    currency: str

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"amount": said(abs(facts["units"]), facts["currency"])}

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["units"] > 0 else "Got {amount} back on “{name}”"


@dataclass(frozen=True, kw_only=True)
class RewardShipped(RewardEvent):
    """A reward is on its way."""

    kind = "reward.shipped"
    says = "“{name}” is on its way"
    icon = "box"


@dataclass(frozen=True, kw_only=True)
class RewardDelivered(RewardEvent):
    """A reward has arrived."""

    kind = "reward.delivered"
    says = "“{name}” was delivered"
    icon = "check"


@dataclass(frozen=True, kw_only=True)
class RewardCancelled(RewardEvent):
    """A reward was given back before it was used; its points went back to where they came from."""

    kind = "reward.cancelled"
    says = "{by} cancelled “{name}”"
    icon = "undo"
    points: int


@dataclass(frozen=True, kw_only=True)
class RewardExpired(RewardEvent):
    """Nobody used a reward in time; points that were set aside for it are free again."""

    kind = "reward.expired"
    says = "“{name}” was not used in time"
    icon = "clock"


@dataclass(frozen=True, kw_only=True)
class GoodwillEvent(Event):
    """Something about goodwill that an agent would like to give. `conversation` is where it came up, if it was in one."""

    about = "goodwill"
    icon = "star"
    goodwill: int
    conversation: int | None
    agent: int  # who would like to give it, or gave it
    points: int | None
    reward: int | None


@dataclass(frozen=True, kw_only=True)
class GoodwillAsked(GoodwillEvent):
    """An agent would give more than they may alone: somebody else is asked to agree."""

    kind = "goodwill.asked"
    says = "{by} asked to give goodwill"
    approvers: list[int]


@dataclass(frozen=True, kw_only=True)
class GoodwillGiven(GoodwillEvent):
    """Goodwill was given: what it was, the events of points and rewards say."""

    kind = "goodwill.given"
    says = "{by} made it right"


@dataclass(frozen=True, kw_only=True)
class GoodwillDeclined(GoodwillEvent):
    """Somebody did not agree to what an agent would have given."""

    kind = "goodwill.declined"
    says = "{by} declined goodwill"
    icon = "x"
