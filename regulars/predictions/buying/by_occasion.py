"""BG/BB (Fader, Hardie, Shang 2010): where one can buy, or give, only now and then: once a year, at each match."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from scipy.special import betaln, logsumexp

from regulars.predictions.buying.fitting import likeliest
from regulars.predictions.buying.history import History, Numbers

_STARTS = ((1.0, 1.0, 0.5, 2.0), (0.5, 1.0, 1.0, 5.0))


@dataclass(frozen=True)
class ByOccasion:
    """`age` is how many occasions there were, `last` at which somebody took part last (0: never), `x` at how many."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    @classmethod
    def fitted(cls, history: History) -> ByOccasion:
        """Raises NotFitted."""
        few = history.gathered()
        total = few.many.sum()
        found = likeliest(lambda each: -float(few.many @ cls(*each).likelihoods(few)) / total, starts=_STARTS)
        return cls(*(float(each) for each in found))

    def likelihoods(self, history: History) -> Numbers:
        """The logarithm of how likely each row is."""
        left = (history.age - history.last).astype(int)
        parts = np.full((len(history), left.max(initial=0) + 1), -np.inf)
        parts[:, 0] = self._going_on(history)
        alpha, beta, gamma, delta = astuple(self)
        known = betaln(alpha, beta) + betaln(gamma, delta)
        for gone in range(parts.shape[1] - 1):
            since = history.last + gone
            stopped = betaln(alpha + history.x, beta + since - history.x) + betaln(gamma + 1, delta + since) - known
            parts[:, gone + 1] = np.where(gone < left, stopped, -np.inf)
        return logsumexp(parts, axis=1)

    def likelihood(self, history: History) -> float:
        return float(history.many @ self.likelihoods(history))

    def alive(self, history: History) -> Numbers:
        """How likely each was still there at the last occasion."""
        return np.exp(self._going_on(history) - self.likelihoods(history))

    def expected_of(self, history: History, ahead: int) -> Numbers:
        """At how many of the next occasions each will take part."""
        alpha, beta, gamma, delta = astuple(self)
        steps = np.arange(1, ahead + 1)[:, None]
        stays = np.exp(betaln(gamma, delta + history.age + steps) - betaln(gamma, delta + history.age)).sum(axis=0)
        return self.alive(history) * (alpha + history.x) / (alpha + beta + history.age) * stays

    def _going_on(self, history: History) -> Numbers:
        alpha, beta, gamma, delta = astuple(self)
        took_part = betaln(alpha + history.x, beta + history.age - history.x) - betaln(alpha, beta)
        return took_part + betaln(gamma, delta + history.age) - betaln(gamma, delta)
