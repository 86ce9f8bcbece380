"""Points as money at a checkout: how many may be spent on an order, and what they take off it.

In this order, so that no limit is undone by another one: what is there and asked for, the share of the order, whole steps, and the least.
"""

from __future__ import annotations

from typing import NamedTuple

from regulars.loyalty.terms import Value


class Limits(NamedTuple):
    """How points may be spent on one order."""

    least: int = 0  # points
    step: int = 1  # points
    percent: int = 100  # of the order


class Payable(NamedTuple):
    points: int
    amount: int  # that they take off, in the currency's smallest unit


NOTHING = Payable(0, 0)


def payable(*, order: int, available: int, value: Value, limits: Limits, asked: int | None = None) -> Payable:
    """The most that may be spent of `available` (or of `asked`) on an order of so much. Never more money than the order, never a part of a cent."""
    if order <= 0 or available <= 0 or not value.worth:
        return NOTHING
    points = available if asked is None else min(max(asked, 0), available)
    most = order * limits.percent // 100
    points = min(points, most * value.points // value.worth)
    points -= points % max(limits.step, 1)
    amount = points * value.worth // value.points
    points = -(-amount * value.points // value.worth)  # points that take nothing more off stay
    points += -points % max(limits.step, 1)
    return Payable(points, amount) if amount and points >= limits.least else NOTHING
