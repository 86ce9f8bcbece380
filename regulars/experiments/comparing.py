"""Two groups of customers held against each other: the difference, how sure it is, and whether the lots were fair. Plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from regulars.lib.sureness import SURE

WRONG = 0.05  # how often an interval may miss
AT = 5000  # customers at which intervals that may be looked at any day are narrowest
SUSPICIOUS = 0.001  # lots that are likelier to fall otherwise were not drawn as they should be


class Sums(NamedTuple):
    """Of one group: how many, and of what they did (y) and had done before (x) the sums, squares and products."""

    n: int
    y: float
    yy: float
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    @property
    def mean(self) -> float:
        return self.y / self.n if self.n else 0.0


class Effect(NamedTuple):
    """By how much the tried group is above the other: a difference with its interval, with what they had done before taken out of it."""

    usual: float  # of the group that is compared with
    difference: float
    low: float
    high: float
    raw: float  # the difference as it stands
    narrowed: float  # part of the variance that what they had done before explains
    n: int

    @property
    def is_shown(self) -> bool:
        """Whether there is an effect, as far as this can be seen."""
        return self.low > 0 or self.high < 0


def effect(tried: Sums, other: Sums, *, is_final: bool) -> Effect | None:
    """None while there are fewer than two in either. Until it is final, the interval holds however often somebody looks."""
    if min(tried.n, other.n) < 2:
        return None
    slope = _slope(tried, other)
    whole = (tried.x + other.x) / (tried.n + other.n)
    means = [each.mean - slope * (each.x / each.n - whole) for each in (tried, other)]
    before, after = (sum(_variance(each, part) / each.n for each in (tried, other)) for part in (0.0, slope))
    width = math.sqrt(after) * (SURE if is_final else sequential(tried.n + other.n))
    difference = means[0] - means[1]
    narrowed = 1 - after / before if before > 0 else 0.0
    return Effect(
        other.mean,
        difference,
        difference - width,
        difference + width,
        tried.mean - other.mean,
        narrowed,
        tried.n + other.n,
    )


def sequential(n: int) -> float:
    """Standard errors on either side, for intervals that all hold at once, whenever one looks (a mixture of normals; Robbins 1970)."""
    rho = math.sqrt((-2 * math.log(WRONG) + math.log(-2 * math.log(WRONG) + 1)) / AT)
    spread = n * rho**2
    return math.sqrt((spread + 1) / spread * math.log((spread + 1) / WRONG**2))


def fairness(seen: Mapping[str, int], *, shares: Mapping[str, float]) -> float:
    """How likely it is that fair lots fall as unevenly as these (the sample ratio; chi-squared)."""
    total, whole = sum(seen.values()), sum(shares.values())
    if not total or len(shares) < 2:
        return 1.0
    due = {arm: total * part / whole for arm, part in shares.items()}
    if any(part <= 0 for part in due.values()):
        return 0.0
    return chi_squared(sum((seen.get(arm, 0) - part) ** 2 / part for arm, part in due.items()), free=len(due) - 1)


def chi_squared(value: float, *, free: int) -> float:
    """How likely a sum of `free` squared normals is above the value."""
    half = value / 2
    if free % 2:
        tail, term, step = math.erfc(math.sqrt(half)), math.sqrt(half / math.pi) * 2 * math.exp(-half), 3
    else:
        tail, term, step = math.exp(-half), half * math.exp(-half), 4
    for each in range(step, free + 1, 2):
        tail, term = tail + term, term * value / each
    return min(tail, 1.0)


def _slope(tried: Sums, other: Sums) -> float:
    """How what they do follows from what they had done, within groups (CUPED)."""
    several = (tried, other)
    along = sum(each.xy - each.x * each.y / each.n for each in several)
    spread = sum(each.xx - each.x**2 / each.n for each in several)
    return along / spread if spread > 1e-9 else 0.0


def _variance(each: Sums, slope: float) -> float:
    own, before = (
        max(square - one**2 / each.n, 0.0) / (each.n - 1) for square, one in ((each.yy, each.y), (each.xx, each.x))
    )
    along = (each.xy - each.x * each.y / each.n) / (each.n - 1)
    return max(own + slope**2 * before - 2 * slope * along, 0.0)
