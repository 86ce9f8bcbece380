"""Pareto/NBD (Schmittlein, Morrison, Colombo 1987; Fader, Hardie 2005): customers may stop at any time, whether they buy or not."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import expit, gammaln

from regulars.predictions.buying.fitting import likeliest, scaled
from regulars.predictions.buying.history import History, Numbers

_STARTS = ((0.5, 0.3, 0.6, 0.3), (1.0, 1.0, 1.0, 1.0))
_NODES, _WEIGHTS = ((leggauss(64)[0] + 1) / 2, leggauss(64)[1] / 2)  # of 0 to 1
_NOTHING_LEFT = 40.0  # e^-40 of what it was


@dataclass(frozen=True)
class ParetoNbd:
    """Chances to buy: a gamma distribution (r, alpha) over the customers; chances to stop: another one (s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float

    @classmethod
    def fitted(cls, history: History) -> ParetoNbd:
        """Raises NotFitted."""
        few, by = scaled(history)
        total = few.many.sum()
        found = likeliest(lambda each: -float(few.many @ cls(*each).likelihoods(few)) / total, starts=_STARTS)
        return cls(float(found[0]), float(found[1] / by), float(found[2]), float(found[3] / by))

    def likelihoods(self, history: History) -> Numbers:
        """The logarithm of how likely each row is."""
        x, r, alpha, s, beta = history.x, *astuple(self)
        bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return bought + np.logaddexp(self._going_on(history), self._stopped(history))

    def likelihood(self, history: History) -> float:
        return float(history.many @ self.likelihoods(history))

    def alive(self, history: History) -> Numbers:
        """How likely each is to buy again at all."""
        return expit(self._going_on(history) - self._stopped(history))

    def expected_of(self, history: History, ahead: Any) -> Numbers:
        """How often each will buy within so much time from now."""
        r, alpha, _s, beta = astuple(self)
        rate = (r + history.x) / (alpha + history.age)
        return self.alive(history) * rate * self._time(beta + history.age, ahead)

    def expected(self, ahead: Any) -> Any:
        """How often a new customer will buy again within so much time."""
        return self.r / self.alpha * self._time(self.beta, ahead)

    def _time(self, since: Any, ahead: Any) -> Any:
        """For how much of that time a customer stays, when they are there at its beginning."""
        less = self.s - 1 if abs(self.s - 1) > 1e-7 else 1e-7
        return -since * np.expm1(less * np.log(since / (since + ahead))) / less

    def _going_on(self, history: History) -> Numbers:
        r, alpha, s, beta = astuple(self)
        return -(r + history.x) * np.log(alpha + history.age) - s * np.log(beta + history.age)

    def _stopped(self, history: History) -> Numbers:
        """Somewhere between the last purchase and now: the integral over when of s / ((alpha + t)^(r + x) (beta + t)^(s + 1)).

        By Gauss and Legendre over the logarithm of the time since, as far as anything is left of it: the usual difference of two
        hypergeometric functions has no answer at some whole numbers and for frequent buyers, and takes minutes near 1.
        """
        x, r, alpha, s, beta = history.x, *astuple(self)
        scale = min(alpha, beta) + history.last
        falls = (
            (r + x) * scale / (alpha + history.last) + (s + 1) * scale / (beta + history.last) - 1
        )  # at least so steeply
        end = np.minimum(np.log1p((history.age - history.last) / scale), _NOTHING_LEFT / np.maximum(falls, 1e-9))
        found = np.zeros(len(x))
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            time = scale * np.expm1(end * node)
            less = (r + x) * np.log1p(time / (alpha + history.last)) + (s + 1) * np.log1p(time / (beta + history.last))
            found += weight * np.exp(end * node - less)
        at_first = (r + x) * np.log(alpha + history.last) + (s + 1) * np.log(beta + history.last)
        with np.errstate(divide="ignore"):
            return np.log(s * end * scale * found) - at_first
