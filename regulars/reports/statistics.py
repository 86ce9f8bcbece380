"""How sure a number is, and whether two differ by more than chance. Each answers for 95 of 100 cases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import sqrt

from regulars.lib.sureness import SURE, wilson


def shares_differ(hits: int, number: int, other_hits: int, other_number: int) -> bool:
    """Whether one share is another (Newcombe's interval of the difference, made of Wilson's two, is to one side of nought)."""
    one, other = wilson(hits, number), wilson(other_hits, other_number)
    if one is None or other is None:
        return False
    difference = one.value - other.value
    least = difference - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    most = difference + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return least > 0 or most < 0


def lengths_differ(spread: Sequence[int], other: Sequence[int]) -> bool:
    """Whether lengths are otherwise than others, counted in the same steps (Mann and Whitney's test, with its correction for ties)."""
    number, other_number = sum(spread), sum(other)
    whole = number + other_number
    if not number or not other_number or whole < 8:
        return False
    ranks, ties, before = 0.0, 0, 0
    for here, there in zip_longest(spread, other, fillvalue=0):
        tied = here + there
        ranks += here * (before + (tied + 1) / 2)
        ties += tied**3 - tied
        before += tied
    least = ranks - number * (number + 1) / 2
    variance = number * other_number / 12 * (whole + 1 - ties / (whole * (whole - 1)))
    return variance > 0 and abs(least - number * other_number / 2) > SURE * sqrt(variance)


def numbers_differ(number: int, other: int, *, part: float = 1.0) -> bool:
    """Whether so many are more or fewer than others in as much time, if they come independently of each other (Poisson); or in a part of it."""
    return number + other > 0 and abs(number - part * other) > SURE * sqrt(number + part**2 * other)
