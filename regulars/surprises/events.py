"""What nobody counted on, on the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class SurpriseGiven(Event):
    """Something was drawn for the customer: points, or a reward (then `points` is 0)."""

    kind = "surprise.given"
    says = "A surprise: {name}"
    icon = "spark"
    about = "draw"
    draw: int
    surprise: int
    name: str
    points: int


@dataclass(frozen=True, kw_only=True)
class AchievementEvent(Event):
    """Something about an achievement of the customer."""

    icon = "star"
    about = "achievement"
    achievement: int
    name: str
    round: int


@dataclass(frozen=True, kw_only=True)
class AchievementReached(AchievementEvent):
    """The customer has reached an achievement. `points` is what there was for it."""

    kind = "achievement.reached"
    says = "Reached: {name}"
    points: int


@dataclass(frozen=True, kw_only=True)
class AchievementLost(AchievementEvent):
    """What had counted for an achievement was cancelled or refunded, so that it is not reached any more."""

    kind = "achievement.lost"
    says = "Not reached any more: {name}"
    icon = "undo"
