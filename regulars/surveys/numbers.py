"""What answers come to, and how sure that is. Plain arithmetic over counts: whoever did not answer is in none of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

from regulars.lib.sureness import SURE, Share, wilson


class Nps(NamedTuple):
    """The net promoter score: −100 to 100."""

    value: float
    error: float  # one standard error, in points
    count: int  # of answers
    promoters: int
    passives: int
    detractors: int

    @property
    def low(self) -> float:
        return max(-100.0, self.value - SURE * self.error)

    @property
    def high(self) -> float:
        return min(100.0, self.value + SURE * self.error)


class Ease(NamedTuple):
    """The customer effort score 2.0: how much customers agree, from 1 to 7, that it was made easy for them."""

    mean: float
    error: float
    easy: Share  # said 5, 6 or 7
    index: float  # share of 6 and 7, less that of 1 to 3
    count: int

    @property
    def value(self) -> float:
        return self.mean

    @property
    def low(self) -> float:
        return max(1.0, self.mean - SURE * self.error)

    @property
    def high(self) -> float:
        return min(7.0, self.mean + SURE * self.error)


Counts = Mapping[int, int]  # score → how many gave it


def nps(scores: Counts) -> Nps | None:
    """Of scores from 0 to 10: the share of 9 and 10, less that of 0 to 6. None without any."""
    count = sum(scores.values())
    if not count:
        return None
    promoters = sum(many for score, many in scores.items() if score >= 9)
    detractors = sum(many for score, many in scores.items() if score <= 6)
    for_us, against = promoters / count, detractors / count
    error = 100 * sqrt(max(0.0, for_us + against - (for_us - against) ** 2) / count)
    return Nps(100 * (for_us - against), error, count, promoters, count - promoters - detractors, detractors)


def csat(scores: Counts) -> Share | None:
    """Of scores from 1 to 5: the share of 4 and 5."""
    return wilson(sum(many for score, many in scores.items() if score >= 4), sum(scores.values()))


def ces(scores: Counts) -> Ease | None:
    """Of scores from 1 to 7: their mean, and the share of 5 and more."""
    count = sum(scores.values())
    easy = wilson(sum(many for score, many in scores.items() if score >= 5), count)
    if easy is None:
        return None
    mean = sum(score * many for score, many in scores.items()) / count
    spread = sum(many * (score - mean) ** 2 for score, many in scores.items()) / (count - 1) if count > 1 else 0.0
    glad = sum(many for score, many in scores.items() if score >= 6)
    sad = sum(many for score, many in scores.items() if score <= 3)
    return Ease(mean, sqrt(spread / count), easy, 100 * (glad - sad) / count, count)


Figure = Nps | Share | Ease


def has_changed(before: Figure | None, after: Figure | None) -> bool:
    """Whether two figures of different answers differ by more than chance would often make them."""
    if before is None or after is None:
        return False
    error = sqrt(before.error**2 + after.error**2)
    return abs(after.value - before.value) >= SURE * error if error else after.value != before.value
