"""Chances from facts: a logistic regression, held back a little, so that each fact's part in a chance can be named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from regulars.predictions.buying.history import Numbers

HELD_BACK = 5.0  # how strongly weights are drawn to nothing: facts that say the same share what they say
_STEPS, _ENOUGH = 60, 1e-9


@dataclass(frozen=True)
class Logistic:
    """`chance = 1 / (1 + e^-(usual + weights · (facts - means) / widths))`."""

    usual: float
    weights: Numbers
    means: Numbers
    widths: Numbers

    @classmethod
    def fitted(cls, facts: Numbers, came: Numbers) -> Logistic:
        """`facts` has a row a customer; `came` is 1 for those of whom it came, else 0. By Newton's steps, which cannot miss here."""
        means, widths = facts.mean(axis=0), facts.std(axis=0)
        widths = np.where(widths > 1e-12, widths, 1.0)
        rows = np.column_stack([np.ones(len(facts)), (facts - means) / widths])
        back = np.full(rows.shape[1], HELD_BACK)
        back[0] = 1e-9  # how many leave at all is not drawn to a half
        weights = np.zeros(rows.shape[1])
        for _step in range(_STEPS):
            chances = expit(rows @ weights)
            slope = rows.T @ (came - chances) - back * weights
            bend = (rows * np.maximum(chances * (1 - chances), 1e-9)[:, None]).T @ rows + np.diag(back)
            change = np.linalg.solve(bend, slope)
            weights = weights + change / max(1.0, float(np.abs(change).max()) / 3)
            if np.abs(change).max() < _ENOUGH:
                break
        return cls(float(weights[0]), weights[1:], means, widths)

    def parts(self, facts: Numbers) -> Numbers:
        """What each fact adds to each customer's log odds, beside a customer who is like the mean."""
        return (facts - self.means) / self.widths * self.weights

    def odds(self, facts: Numbers) -> Numbers:
        """The logarithm of the odds."""
        return self.usual + self.parts(facts).sum(axis=1)


def folds(came: Numbers, *, times: int = 5) -> Iterator[tuple[Numbers, Numbers]]:
    """Which rows to learn from and which to try on, so often: in each part as many of both kinds, by a lot that is always the same."""
    chance, place = np.random.default_rng(20), np.empty(len(came), dtype=int)
    for kind in (0, 1):
        rows = np.flatnonzero(came == kind)
        place[chance.permutation(rows)] = np.arange(len(rows)) % times
    for each in range(times):
        yield np.flatnonzero(place != each), np.flatnonzero(place == each)
