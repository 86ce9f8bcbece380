"""What each customer has bought so far, as the models want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]
DAYS = 7.0  # in the unit that times are counted in


@dataclass(frozen=True)
class History:
    """One row a customer: bought again so often, the last time then, watched for so long; `mean` is what they spent each time again."""

    x: Numbers
    last: Numbers
    age: Numbers
    mean: Numbers | None = None
    weight: Numbers | None = None  # how many customers a row stands for; nothing: one each

    def __len__(self) -> int:
        return len(self.x)

    @property
    def many(self) -> Numbers:
        return np.ones(len(self)) if self.weight is None else self.weight

    def some(self, which: Any) -> History:
        """Only these rows."""
        rest = [None if each is None else each[which] for each in (self.mean, self.weight)]
        return History(self.x[which], self.last[which], self.age[which], *rest)

    def gathered(self) -> History:
        """Customers who are alike as one row: what they spent is left out."""
        rows = np.column_stack([self.x, self.last, self.age])
        alike, place = np.unique(rows, axis=0, return_inverse=True)
        weight = np.bincount(place.reshape(-1), weights=self.many, minlength=len(alike))
        return History(alike[:, 0], alike[:, 1], alike[:, 2], None, weight)


def checked(history: History) -> History:
    """The history, if it can be one. Raises ValueError, which names what is wrong with the first row that cannot."""
    x, last, age = history.x, history.last, history.age
    wrongs = (
        ("x is not a whole number from 0 on", ~((x >= 0) & (x == np.floor(x)))),
        ("the last time is before the first or after the end", ~((last >= 0) & (last <= age))),
        ("the age is no number above 0", ~(np.isfinite(age) & (age > 0))),
        ("bought again, but at no time after the first", (x > 0) & (last <= 0)),
        ("never bought again, but at some time after the first", (x == 0) & (last > 0)),
    )
    for what, wrong in wrongs:
        if wrong.any():
            raise ValueError(f"customer {int(np.argmax(wrong)) + 1}: {what}.")
    return history


def of_purchases(customers: Sequence[Any], days: Any, spent: Any = None, *, until: int) -> tuple[list[Any], History]:
    """Of single purchases: whose, on which day (a whole number), and for how much, through the day `until`. Later ones are left out.

    Several on one day are one. Returns whose the rows are, and the rows. The first purchase begins the history: what was spent then is
    not in `mean`, for the first time is often another kind of purchase.
    """
    names, who = np.unique(np.asarray(customers), return_inverse=True)
    days = np.asarray(days, dtype=np.int64)
    spent = np.zeros(len(days)) if spent is None else np.asarray(spent, dtype=float)
    known = days <= until
    who, days, spent = who.reshape(-1)[known], days[known], spent[known]
    lows = days.min(initial=0)
    once, place = np.unique(who * (10**7) + (days - lows), return_inverse=True)
    worth = np.bincount(place.reshape(-1), weights=spent, minlength=len(once))
    who, days = once // 10**7, once % 10**7 + lows
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]]) if len(who) else np.array([], dtype=int)
    counts = np.diff(np.r_[starts, len(who)])
    first, last = days[starts], days[starts + counts - 1]
    x = counts - 1.0
    total = np.add.reduceat(worth, starts) if len(starts) else np.array([])
    mean = np.divide(total - worth[starts], x, out=np.zeros(len(x)), where=x > 0)
    # Whoever bought first on the last day was watched for no time: they say nothing, but a model may not divide by it.
    seen = np.maximum(until - first, 0.5) / DAYS
    return [names[each] for each in who[starts]], History(x, (last - first) / DAYS, seen, mean)
