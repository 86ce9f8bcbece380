"""How lengths of time are spread: counted in steps of a fifth, so that a median over a year is a sum of few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import floor, log2

STEPS_IN_TWICE = 4  # steps from a length to twice that length: one is 19 per cent
MOST = 104  # steps, as far as two years


def step(seconds: int) -> int:
    """In which step a length is counted; 0 holds less than a second."""
    return min(MOST, 1 + floor(STEPS_IN_TWICE * log2(seconds))) if seconds > 0 else 0


# The fewest seconds that are counted in each step, for the database: a step is how many of these a length reaches.
LEAST = [
    next(each for each in count(int(2 ** ((place - 1) / STEPS_IN_TWICE))) if step(each) >= place)
    for place in range(1, MOST + 1)
]


def bounds(step: int) -> tuple[float, float]:
    """From which length up to which, in seconds."""
    return (0.0, 1.0) if step == 0 else (2 ** ((step - 1) / STEPS_IN_TWICE), 2 ** (step / STEPS_IN_TWICE))


def share_below(spread: Sequence[int], share: float) -> float | None:
    """The length that this share of all is not longer than (0.5: the median), as exactly as the steps tell. None of none."""
    wanted, passed = share * sum(spread), 0
    for index, number in enumerate(spread):
        if number and passed + number >= wanted:
            low, high = bounds(index)
            return low + (high - low) * (wanted - passed) / number
        passed += number
    return None
