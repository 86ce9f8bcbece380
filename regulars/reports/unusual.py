"""Whether so many in an hour are more than chance would bring: pure arithmetic over counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, lgamma, log, log1p
from statistics import fmean, median, variance
from typing import NamedTuple, TypeVar

FEWEST, FEWEST_CUSTOMERS = 5, 2  # below that nothing is unusual
SOME_WEEKS = 3  # of those looked at must have had anything, for their median to count
SELDOM = 0.01  # the share of false alarms among all alarms that is borne

Key = TypeVar("Key")


class Hour(NamedTuple):
    """What an hour brought, and what the same hour brought in the weeks before, newest first."""

    number: int
    customers: int
    before: Sequence[int]

    @property
    def usual(self) -> float:
        """The median of the weeks before; the mean where most of them had nothing."""
        if sum(1 for each in self.before if each) >= SOME_WEEKS:
            return max(float(median(self.before)), 0.1)
        return max(fmean(self.before) if self.before else 0.0, 0.1)


def unusual(hours: Mapping[Key, Hour]) -> list[Key]:
    """The topics with far more than usual, after Benjamini and Hochberg: the more topics are looked at, the stricter."""
    chances = sorted((chance(each), str(key), key) for key, each in hours.items() if each.number)
    passed = 0
    for place, (each, _name, _key) in enumerate(chances, start=1):
        if each <= SELDOM * place / len(chances):
            passed = place
    found = [key for _chance, _name, key in chances[:passed]]
    return [key for key in found if hours[key].number >= FEWEST and hours[key].customers >= FEWEST_CUSTOMERS]


def chance(hour: Hour) -> float:
    """How likely so many or more are: by Poisson's law; by the negative binomial where the weeks before went up and down more than that."""
    spread = variance(hour.before) if len(hour.before) > 1 else 0.0
    usual = hour.usual
    size = usual**2 / (spread - usual) if spread > usual else None
    below = sum(exp(_log_chance(each, usual, size)) for each in range(hour.number))
    return max(0.0, 1.0 - below)


def _log_chance(number: int, usual: float, size: float | None) -> float:
    if size is None:
        return number * log(usual) - usual - lgamma(number + 1)
    ways = lgamma(number + size) - lgamma(size) - lgamma(number + 1)
    return ways - size * log1p(usual / size) + number * (log(usual) - log(usual + size))
