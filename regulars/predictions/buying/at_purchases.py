"""BG/NBD (Fader, Hardie, Lee 2005) and MBG/NBD (Batislam, Denizel, Filiztekin 2007): customers may stop after each purchase.

Under BG nobody stops before they have bought again; under MBG they may stop right after the first time. All else is alike, so one class
says both. Chances to buy differ between customers by a gamma distribution (r, alpha), chances to stop by a beta distribution (a, b).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Self

import numpy as np
from scipy.special import betainc, betaln, expit, gammaln

from regulars.predictions.buying.fitting import likeliest, scaled
from regulars.predictions.buying.gauss import log_gauss
from regulars.predictions.buying.history import History, Numbers

_STARTS = ((0.5, 0.3, 0.8, 2.0), (1.0, 1.0, 1.0, 1.0), (0.2, 0.1, 0.3, 3.0))
_HAIR = 1e-7


@dataclass(frozen=True)
class AtPurchases:
    r: float
    alpha: float
    a: float
    b: float

    may_stop_at_first = False

    @classmethod
    def fitted(cls, history: History) -> Self:
        """Raises NotFitted."""
        few, by = scaled(history)
        total = few.many.sum()
        found = likeliest(lambda each: -float(few.many @ cls(*each).likelihoods(few)) / total, starts=_STARTS)
        return cls(float(found[0]), float(found[1] / by), float(found[2]), float(found[3]))

    def likelihoods(self, history: History) -> Numbers:
        """The logarithm of how likely each row is."""
        x, r, alpha, a, b = history.x, *astuple(self)
        bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        goes_on = betaln(a, b + self._chances(x)) - betaln(a, b) - (r + x) * np.log(alpha + history.age)
        return bought + goes_on + np.logaddexp(0, self._stopped(history))

    def likelihood(self, history: History) -> float:
        return float(history.many @ self.likelihoods(history))

    def alive(self, history: History) -> Numbers:
        """How likely somebody is to buy again at all. Under BG it is 1 for all who bought once: never a measure of who leaves."""
        return expit(-self._stopped(history))

    def expected_of(self, history: History, ahead: Any) -> Numbers:
        """How often each will buy within so much time from now."""
        return self.alive(history) * self._until(ahead, since=self.alpha + history.age, x=history.x)

    def expected(self, ahead: Any) -> Any:
        """How often a new customer will buy again within so much time."""
        goes_on = self.b / (self.a + self.b) if self.may_stop_at_first else 1
        return goes_on * self._until(ahead, since=self.alpha, x=0)

    def probability(self, x: int, ahead: float) -> float:
        """That a new customer will buy again exactly so often within so much time. Of BG alone."""
        r, alpha, a, b = astuple(self)
        part = ahead / (alpha + ahead)
        often = gammaln(r + x) - gammaln(r) - gammaln(x + 1) + r * np.log1p(-part) + x * np.log(part)
        going_on = np.exp(betaln(a, b + x) - betaln(a, b) + often)
        return float(going_on + (np.exp(betaln(a + 1, b + x - 1) - betaln(a, b)) * betainc(x, r, part) if x else 0))

    def _chances(self, x: Numbers) -> Numbers:
        """How often somebody could have stopped."""
        return x + 1 if self.may_stop_at_first else x

    def _stopped(self, history: History) -> Numbers:
        """The logarithm of how much likelier it is that somebody has stopped than that they have not."""
        x, r, alpha, a, b = history.x, *astuple(self)
        chances = self._chances(x)
        waited = (r + x) * np.log((alpha + history.age) / (alpha + history.last))
        return np.where(chances > 0, np.log(a) - np.log(b + np.maximum(chances, 1) - 1) + waited, -np.inf)

    def _until(self, ahead: Any, *, since: Any, x: Any) -> Any:
        """How often somebody buys who has not stopped: (a+b+c-1) (1 - (1-z)^(r+x) 2F1(r+x, b+c; a+b+c-1; z)) / (a-1), where c are the chances.

        As it stands where customers hardly differ in their chance to stop (a and b are large), turned by Euler for whoever bought often;
        and a hair beside the two points where it is 0/0.
        """
        r, _alpha, a, b = astuple(self)
        less = a - 1 if abs(a - 1) > _HAIR else _HAIR
        top = less + b + (1 if self.may_stop_at_first else 0)
        top = top if abs(top) > _HAIR else _HAIR
        z = ahead / (since + ahead)
        plain = (r + x, top + x - less)
        first, second, power = (
            np.where(less > plain[0], one, other)
            for one, other in zip((*plain, plain[0]), (top - r, less, less), strict=True)
        )
        going_on = np.exp(power * np.log1p(-z) + log_gauss(first, second, top + x, z))
        return (top + x) * (1 - going_on) / less


class BgNbd(AtPurchases):
    may_stop_at_first = False


class MbgNbd(AtPurchases):
    may_stop_at_first = True
