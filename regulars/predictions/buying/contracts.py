"""sBG, shifted beta-geometric (Fader, Hardie 2007): how many of those who have a contract renew it each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln

from regulars.predictions.buying.fitting import NotFitted, likeliest
from regulars.predictions.buying.history import Numbers

_STARTS = ((1.0, 1.0), (0.7, 3.0), (0.3, 10.0))


@dataclass(frozen=True)
class Contracts:
    """Chances to leave differ between customers by a beta distribution: those who stay longer are those who were likelier to stay."""

    alpha: float
    beta: float

    @classmethod
    def fitted(cls, survivors: Sequence[float]) -> Contracts:
        """Of how many there were at first, and after each renewal. Raises NotFitted."""
        return cls.fitted_to([survivors])

    @classmethod
    def fitted_to(cls, cohorts: Sequence[Sequence[float]]) -> Contracts:
        """The same of several that began at different times."""
        for there in cohorts:
            if any(later > earlier or later < 0 for earlier, later in zip(there, there[1:], strict=False)):
                raise NotFitted("there are never more than before, nor fewer than none")
        if sum(there[0] - there[-1] for there in cohorts) <= 0:
            raise NotFitted("nobody has left yet")
        total = sum(there[0] for there in cohorts)

        def loss(said: Numbers) -> float:
            return -sum(cls(*said).likelihood(there) for there in cohorts) / total

        return cls(*(float(each) for each in likeliest(loss, starts=_STARTS)))

    def likelihood(self, survivors: Sequence[float]) -> float:
        there = np.asarray(survivors, dtype=float)
        times = np.arange(1, len(there))
        left = betaln(self.alpha + 1, self.beta + times - 1) - betaln(self.alpha, self.beta)
        return float((there[:-1] - there[1:]) @ left + there[-1] * np.log(self.survival(len(there) - 1)))

    def survival(self, renewals: Any) -> Any:
        """What part of them is there after so many renewals."""
        return np.exp(betaln(self.alpha, self.beta + renewals) - betaln(self.alpha, self.beta))

    def retention(self, renewals: Any) -> Any:
        """What part of those who have renewed so often renews the next time."""
        return (self.beta + renewals) / (self.alpha + self.beta + renewals)
