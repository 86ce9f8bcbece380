"""Gauss's function 2F1. SciPy's own has no answer at some whole numbers and for who bought hundreds of times: there its series is summed."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import hyp2f1

_MOST, _ENOUGH = 20_000, 1e-15


def gauss(a: Any, b: Any, c: Any, z: Any) -> Any:
    """For 0 <= z < 1, to about ten digits."""
    found = np.atleast_1d(hyp2f1(a, b, c, z))
    lost = ~np.isfinite(found)
    if lost.any():
        found[lost] = _summed(*(np.broadcast_to(each, found.shape)[lost] for each in (a, b, c, z)))
    return found if np.ndim(a) or np.ndim(b) or np.ndim(c) or np.ndim(z) else found[0]


def _summed(a: Any, b: Any, c: Any, z: Any) -> Any:
    term = total = np.ones(len(z))
    for step in range(_MOST):
        term = term * (a + step) * (b + step) / ((c + step) * (step + 1)) * z
        total = total + term
        if np.all(np.abs(term) <= _ENOUGH * np.abs(total)):
            break
    return total
