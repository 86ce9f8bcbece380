"""Periods of a member's own: one begins when a tier is reached or kept, and what that took is used up. The rest comes over.

A plain reckoning from the first credit on, so that it comes out the same whenever it is done, and follows what was refunded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from regulars.loyalty.periods import end_of, later
from regulars.loyalty.spans import Clock
from regulars.loyalty.tier_terms import Amounts, Tiers


class Run(NamedTuple):
    """One such period: in which tier they are in it (-1: none), what came over into it, and what they have collected in it since."""

    rank: int
    begin: datetime
    over: int = 0
    own: dict[str, int] = {}

    def amounts(self, tiers: Tiers) -> dict[str, int]:
        return self.own | {tiers.basis: self.own.get(tiers.basis, 0) + self.over}

    def end(self, tiers: Tiers, clock: Clock) -> datetime:
        period = tiers.period
        last = later(self.begin, period.count, period.unit, clock.zone)
        return end_of(last, period.round_to, clock.zone, begins=clock.year_begins)


def run_at(
    tiers: Tiers, collected: Iterable[tuple[datetime, Amounts]], *, joined: datetime, at: datetime, clock: Clock
) -> Run:
    """The one that this instant is in."""
    several = sorted((each for each in collected if each[0] <= at), key=lambda each: each[0])
    run = _climbed(tiers, Run(-1, min([joined, *(when for when, _amounts in several)])), joined)
    for when, amounts in several:
        run = _ended(tiers, run, when, clock)
        own = {name: run.own.get(name, 0) + amounts.get(name, 0) for name in {*run.own, *amounts}}
        run = _climbed(tiers, run._replace(own=own), when)
    return _ended(tiers, run, at, clock)


def _climbed(tiers: Tiers, run: Run, when: datetime) -> Run:
    """One tier after the other: each takes its own, and the rest counts for the next."""
    following = run.rank + 1
    if following == len(tiers.levels) or not tiers.is_enough(following, run.amounts(tiers)):
        return run
    left = _left(tiers, run, following)
    risen = _climbed(tiers, Run(following, when, own={tiers.basis: left}), when)
    return risen._replace(own={tiers.basis: _at_most(tiers, risen.own[tiers.basis])})


def _ended(tiers: Tiers, run: Run, at: datetime, clock: Clock) -> Run:
    while (end := run.end(tiers, clock)) <= at:
        rank = _kept(tiers, run)
        is_enough = rank >= 0 and tiers.is_enough(rank, run.amounts(tiers), held=run.rank)
        run = Run(rank, end, _beyond(tiers, run, rank) if is_enough else 0)
    return run


def _kept(tiers: Tiers, run: Run) -> int:
    amounts = run.amounts(tiers)
    if run.rank < 0 or tiers.downgrade == "none" or tiers.is_enough(run.rank, amounts, held=run.rank):
        return run.rank
    earned = min(run.rank, tiers.earned(amounts))
    return max(earned, run.rank - 1) if tiers.downgrade == "one step" else earned


def _beyond(tiers: Tiers, run: Run, rank: int) -> int:
    """What the tier has left of it for the next period."""
    left = _left(tiers, run, rank)
    is_again = tiers.rolls_over and tiers.rolls_over.again
    return _at_most(tiers, left if is_again else min(left, run.own.get(tiers.basis, 0)))


def _left(tiers: Tiers, run: Run, rank: int) -> int:
    return max(0, run.amounts(tiers)[tiers.basis] - tiers.levels[rank].min) if tiers.rolls_over else 0


def _at_most(tiers: Tiers, left: int) -> int:
    return left if tiers.rolls_over is None or tiers.rolls_over.most is None else min(left, tiers.rolls_over.most)
