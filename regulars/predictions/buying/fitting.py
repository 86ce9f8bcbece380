"""Finding the parameters under which what happened is likeliest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

from regulars.predictions.buying.history import History, Numbers

MOST_ROWS = 50_000  # more say nothing new: the parameters are known to the third digit by then
_MOST = 12.0  # e^12: beyond it a parameter only says that there is no difference between customers


class NotFitted(Exception):
    """Nothing certain can be said: too little was seen, or it fits no such customers."""


def likeliest(loss: Callable[[Numbers], float], *, starts: Sequence[Sequence[float]]) -> Numbers:
    """The positive parameters with the least loss, from several starts: a search by slopes, ended by one that needs none."""

    def of_logs(logs: Numbers) -> float:
        found = loss(np.exp(logs)) if np.all(np.abs(logs) <= _MOST) else np.inf
        return found if np.isfinite(found) else 1e12

    best: Any = None
    for start in starts:
        found = minimize(of_logs, np.log(start), method="L-BFGS-B", bounds=[(-_MOST, _MOST)] * len(start))
        best = found if best is None or found.fun < best.fun else best
    precise = {"xatol": 1e-7, "fatol": 1e-7, "maxiter": 4000, "maxfev": 4000}
    best = min(best, minimize(of_logs, best.x, method="Nelder-Mead", options=precise), key=lambda each: each.fun)
    if best.fun >= 1e12:
        raise NotFitted("no parameters make this likely")
    return np.exp(best.x)


def scaled(history: History) -> tuple[History, float]:
    """Few and alike rows with times around 1, and what they were multiplied by: slopes are then alike in all directions. Raises NotFitted."""
    if not (history.x > 0).any():
        raise NotFitted("nobody has bought again")
    if len(history) > MOST_ROWS:
        chosen = np.sort(np.random.default_rng(20).choice(len(history), MOST_ROWS, replace=False))
        history = history.some(chosen)
    by = 1.0 / float(np.average(history.age, weights=history.many))
    few = history.gathered()
    return History(few.x, few.last * by, few.age * by, None, few.weight), by
