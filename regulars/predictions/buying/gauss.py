"""Gauss's function 2F1, as its logarithm: of who bought hundreds of times it is too large for a number.

SciPy's own has no answer at some whole numbers and where it overflows: there its series is summed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import hyp2f1

_MOST, _ENOUGH = 100_000, 1e-15
_LARGE = 1e200  # beyond it a sum is divided by it, and the division remembered


def log_gauss(a: Any, b: Any, c: Any, z: Any) -> Any:
    """For 0 <= z < 1 where the function is above 0, to about ten digits."""
    parts = [np.asarray(each, dtype=float) for each in (a, b, c, z)]
    found = np.atleast_1d(hyp2f1(*parts))
    lost = ~(np.isfinite(found) & (found > 0))
    logs = np.log(np.where(lost, 1.0, found))
    if lost.any():
        logs[lost] = _summed(*(np.broadcast_to(each, found.shape)[lost] for each in parts))
    return logs if any(each.ndim for each in parts) else logs[0]


def _summed(a: Any, b: Any, c: Any, z: Any) -> Any:
    term, total, divided = np.ones(len(z)), np.ones(len(z)), np.zeros(len(z))
    for step in range(_MOST):
        term = term * ((a + step) / (c + step)) * ((b + step) / (step + 1)) * z
        total = total + term
        if np.all(np.abs(term) <= _ENOUGH * np.abs(total)):
            break
        large = np.abs(total) > _LARGE
        if large.any():
            by = np.where(large, _LARGE, 1.0)
            term, total, divided = term / by, total / by, divided + np.log(by)
    return np.log(total) + divided
