"""How sure a share is. Plain arithmetic over counts."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

SURE = 1.959963984540054  # standard errors either side: 95 of 100 intervals hold what they estimate


class Share(NamedTuple):
    """So many of a hundred, with the interval after Wilson."""

    value: float
    low: float
    high: float
    count: int  # of all that were counted

    @property
    def error(self) -> float:
        """About one standard error."""
        return (self.high - self.low) / (2 * SURE)


def wilson(held: int, count: int) -> Share | None:
    """The share of `held` among `count`, by an interval that stays within 0 and 100 however few they are."""
    if not count:
        return None
    share, square = held / count, SURE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = SURE / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count * count))
    low, high = (0.0 if not held else middle - half), (1.0 if held == count else middle + half)
    return Share(100 * share, 100 * low, 100 * high, count)
