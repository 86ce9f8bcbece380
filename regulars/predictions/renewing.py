"""Who will not renew their contract: by sBG, over all who ever had one, by how often they have renewed it."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.predictions.buying.contracts import Contracts
from regulars.predictions.buying.history import Numbers
from regulars.predictions.foretelling import FLOOR, Floor, Told
from regulars.predictions.judging import parameters


def renewing(begins: Any, ends: Any, *, today: int, months: int) -> tuple[Any, Numbers, Told]:
    """Which rows have a contract that runs, the chance that each is not renewed next time, and how it was reckoned. Raises Floor, NotFitted."""
    begun = begins <= today
    over = (ends >= 0) & (ends <= today)
    if (least := int(min((over & begun).sum(), (~over & begun).sum()))) < FLOOR:
        raise Floor("of each", least, FLOOR)
    # Whoever ends on the very day on which it would be renewed has not renewed it.
    renewals = _months(begins, np.where(over, ends - 1, today)) // months
    watched = _months(begins, np.full(len(begins), today)) // months
    model = Contracts.fitted_to(list(_cohorts(renewals[begun], watched[begun], over[begun])))
    running = np.flatnonzero(begun & ~over)
    told: Told = {"parameters": parameters(model), "left": int(over.sum()), "running": len(running)}
    steps = range(int(renewals[begun].max()) + 1)
    told["retention"] = [[step, float(model.retention(step))] for step in steps][:24]
    return running, 1 - model.retention(renewals[running]), told


def _months(begins: Any, until: Any) -> Any:
    """Whole months by the calendar, in days since 1970: from 31 January, 28 February is one."""
    first, last = begins.astype("datetime64[D]"), until.astype("datetime64[D]")
    parted = [(each.astype("datetime64[M]"), each - each.astype("datetime64[M]")) for each in (first, last)]
    (month, day), (until_month, until_day) = parted
    is_end = last + 1 == (until_month + 1).astype("datetime64[D]")
    return (until_month - month).astype(int) - ((until_day < day) & ~is_end)


def _cohorts(renewals: Any, watched: Any, over: Any) -> Any:
    """Of those who began at one time: how many there were, and after each renewal that could have been."""
    for age in np.unique(watched):
        if age < 1:
            continue
        here = watched == age
        there = [int((here & ((renewals >= step) | ~over)).sum()) for step in range(age + 1)]
        yield there
