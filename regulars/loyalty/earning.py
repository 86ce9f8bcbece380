"""How many points a purchase gives. The preview, the award and the refund reckon by this one function."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

from regulars.loyalty.terms import Earning, Terms


def reckoning(terms: Terms, tier: str) -> dict[str, Any]:
    """How a purchase is reckoned for somebody in this tier now, as it is kept with what they earn."""
    level = terms.level(tier)
    return terms.earning.model_dump() | {"multiplier": str(level.multiplier) if level else "1"}


def points_for(spend: int, how: dict[str, Any]) -> int:
    """`spend` in the currency's smallest unit."""
    earning = Earning.model_validate({name: how[name] for name in Earning.model_fields})
    factor = Fraction(how["multiplier"])
    if earning.rounding == "whole steps":
        return floor(spend // earning.per * earning.points * factor)
    exact = Fraction(spend * earning.points, earning.per) * factor
    return {"down": floor, "up": ceil, "nearest": lambda many: floor(many + Fraction(1, 2))}[earning.rounding](exact)


def left_after(refunded: int, *, points: int, spend: int, how: dict[str, Any] | None) -> int:
    """What is left of `points` when so much of the purchase was refunded: what its rest would have given, or its share."""
    rest = max(0, spend - refunded)
    return min(points, points_for(rest, how)) if how else points * rest // spend
