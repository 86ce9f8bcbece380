"""Gamma-Gamma (Fader, Hardie 2005): how much somebody will spend each time, between what they spent so far and what all do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from regulars.predictions.buying.fitting import MOST_ROWS, NotFitted, likeliest
from regulars.predictions.buying.history import Numbers

_STARTS = ((6.0, 4.0, 1.0), (1.0, 2.0, 1.0), (15.0, 3.0, 0.5))
LEAST = 10  # customers who bought again


@dataclass(frozen=True)
class GammaGamma:
    p: float
    q: float
    v: float

    @classmethod
    def fitted(cls, x: Numbers, mean: Numbers) -> GammaGamma:
        """Of those who bought again, for something. Raises NotFitted: also where the customers' spending has no mean."""
        counts = (x > 0) & (mean > 0)
        step = int(counts.sum()) // MOST_ROWS + 1  # of very many some of all, not the oldest
        x, mean = x[counts][::step], mean[counts][::step]
        if len(x) < LEAST:
            raise NotFitted("too few have bought again")
        by = 1 / float(np.mean(mean))
        found = likeliest(lambda each: -float(cls(*each).likelihoods(x, mean * by).mean()), starts=_STARTS)
        if found[1] <= 1:
            raise NotFitted("a few spend so much that all the others tell nothing of the mean")
        return cls(float(found[0]), float(found[1]), float(found[2] / by))

    def likelihoods(self, x: Numbers, mean: Numbers) -> Numbers:
        """The logarithm of how likely each row is."""
        p, q, v = self.p, self.q, self.v
        sums = gammaln(p * x + q) - gammaln(p * x) - gammaln(q)
        return (
            sums + q * np.log(v) + (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(x * mean + v)
        )

    @property
    def mean(self) -> float:
        """What somebody spends of whom nothing is known."""
        return self.p * self.v / (self.q - 1)

    def expected_of(self, x: Numbers, mean: Numbers) -> Numbers:
        """What each will spend each time."""
        return self.p * (self.v + x * mean) / (self.p * x + self.q - 1)
