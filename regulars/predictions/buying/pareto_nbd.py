"""Pareto/NBD (Schmittlein, Morrison, Colombo 1987; Fader, Hardie 2005): customers may stop at any time, whether they buy or not."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from scipy.special import expit, gammaln

from regulars.predictions.buying.fitting import likeliest, scaled
from regulars.predictions.buying.gauss import gauss
from regulars.predictions.buying.history import History, Numbers

_STARTS = ((0.5, 0.3, 0.6, 0.3), (1.0, 1.0, 1.0, 1.0))


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
        """Somewhere between the last purchase and now."""
        x, r, s = history.x, self.r, self.s
        then, now = self._since(x, history.last), self._since(x, history.age)
        with np.errstate(divide="ignore"):
            between = then + np.log(-np.expm1(np.minimum(now - then, 0)))
        return np.log(s / (r + s + x)) + between

    def _since(self, x: Numbers, time: Numbers) -> Numbers:
        """log 2F1(r+s+x, …)/(… + time)^(r+s+x), turned by Euler so that nothing overflows."""
        r, alpha, s, beta = astuple(self)
        bought, stays = np.log(alpha + time), np.log(beta + time)
        if alpha >= beta:
            way = gauss(1, r + x, r + s + x + 1, (alpha - beta) / (alpha + time))
            return np.log(way) - (r + x) * bought - s * stays
        way = gauss(1, s + 1, r + s + x + 1, (beta - alpha) / (beta + time))
        return np.log(way) - (r + x - 1) * bought - (s + 1) * stays
