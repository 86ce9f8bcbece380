"""When somebody will buy next, if they do: between what they took so far from one time to the next, and what all take."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammaln, log_ndtr, ndtri

from regulars.predictions.buying.fitting import NotFitted, likeliest
from regulars.predictions.buying.history import Numbers
from regulars.predictions.scoring import pinball

LEAST = 30  # customers who bought three times: fewer cannot tell one model from another


class Gaps(NamedTuple):
    """Of each customer: how many gaps, their sum in days, the sum of their logarithms, and how long ago the last purchase was."""

    many: Numbers
    sums: Numbers
    logs: Numbers
    since: Numbers


@dataclass(frozen=True)
class ByRate:
    """Everybody buys by chance at a rate of their own; the rates are a gamma distribution."""

    r: float
    alpha: float
    name = "rate"

    @classmethod
    def fitted(cls, gaps: Gaps) -> ByRate:
        by = float(gaps.many.sum() / gaps.sums.sum())
        many, sums = gaps.many, gaps.sums * by

        def loss(said: Numbers) -> float:
            r, alpha = said
            bought = gammaln(r + many) - gammaln(r) + r * np.log(alpha) - (r + many) * np.log(alpha + sums)
            return -float(bought.mean())

        r, alpha = likeliest(loss, starts=((1.0, 1.0), (3.0, 2.0)))
        return cls(float(r), float(alpha / by))

    def ahead(self, gaps: Gaps, *, quantile: float) -> Numbers:
        """Days from now until the next purchase, with so much of the chance before it."""
        known = self.alpha + gaps.sums + gaps.since
        return known * np.expm1(-np.log1p(-quantile) / (self.r + gaps.many))


@dataclass(frozen=True)
class ByHabit:
    """Everybody has a usual gap, and keeps to it as well as others do: the logarithms are normal, and so are their means."""

    mean: float
    between: float  # the variance of the customers' means
    within: float  # and around each
    name = "habit"

    @classmethod
    def fitted(cls, gaps: Gaps, squares: Numbers) -> ByHabit:
        """`squares`: the sum of each customer's squared logarithms. Raises NotFitted."""
        many, mine = gaps.many, gaps.logs / gaps.many
        free = float((many - 1).sum())
        if free < LEAST:
            raise NotFitted("too few bought three times")
        within = max(float((squares - many * mine**2).sum()) / free, 1e-6)

        def loss(said: Numbers) -> float:
            spread = said[0] + within / many
            mean = float((mine / spread).sum() / (1 / spread).sum())
            return float((np.log(spread) + (mine - mean) ** 2 / spread).mean())

        (between,) = likeliest(loss, starts=((0.3,),))
        spread = between + within / many
        return cls(float((mine / spread).sum() / (1 / spread).sum()), float(between), within)

    def ahead(self, gaps: Gaps, *, quantile: float) -> Numbers:
        """Days from now until the next purchase, with so much of the chance before it."""
        trust = self.between / (self.between + self.within / np.maximum(gaps.many, 1e-9))
        own = np.divide(gaps.logs, gaps.many, out=np.full(len(gaps.many), self.mean), where=gaps.many > 0)
        mean = self.mean + np.where(gaps.many > 0, trust, 0) * (own - self.mean)
        width = np.sqrt(self.within + self.between * (1 - np.where(gaps.many > 0, trust, 0)))
        waited = (np.log(np.maximum(gaps.since, 1e-9)) - mean) / width
        # Given how long they have waited already: of that tail, so much. Far behind their habit only its logarithm is left.
        tail = np.exp(np.maximum(log_ndtr(-waited), -700)) * (1 - quantile)
        return np.maximum(np.exp(mean - width * ndtri(tail)) - gaps.since, 0)


class Rivals(NamedTuple):
    """The pinball loss in days of each way to say the last gap from those before it: ours, and the median of their own so far."""

    customers: int
    model: str
    loss: float
    median: float
    inside: float  # how often the last gap was between our 10th and 90th per cent


def chosen(each: list[Numbers]) -> tuple[ByRate | ByHabit, Rivals]:
    """Of each customer's gaps in days, oldest first: the better of two models, and how it did on each one's last gap. Raises NotFitted."""
    several = [gaps for gaps in each if len(gaps) >= 2]
    if len(several) < LEAST:
        raise NotFitted(f"{len(several)} have bought three times; it takes {LEAST}")
    before, last = [gaps[:-1] for gaps in several], np.array([gaps[-1] for gaps in several])
    usual = np.array([float(np.median(gaps)) for gaps in before])
    tried = []
    for model in _both(before):
        said = model.ahead(summed(before), quantile=0.5)
        low, high = (model.ahead(summed(before), quantile=each) for each in (0.1, 0.9))
        inside = float(np.mean((low <= last) & (last <= high)))
        tried.append(Rivals(len(several), model.name, pinball(said, last), pinball(usual, last), inside))
    best = min(tried, key=lambda each: each.loss)
    return next(model for model in _both([gaps for gaps in each if len(gaps)]) if model.name == best.model), best


def is_past(model: ByRate | ByHabit, gaps: Gaps) -> Any:
    """Whether somebody has waited longer than 99 of 100 times: then no day is said, for nothing is known of those."""
    return gaps.since > model.ahead(gaps._replace(since=np.zeros(len(gaps.many))), quantile=0.99)


def summed(each: list[Numbers], since: Any = 0.0) -> Gaps:
    """What the models want to know of each customer's gaps."""
    many = np.array([float(len(gaps)) for gaps in each])
    logs = np.array([float(np.log(gaps).sum()) for gaps in each])
    return Gaps(many, np.array([float(gaps.sum()) for gaps in each]), logs, np.broadcast_to(since, many.shape))


def _both(each: list[Numbers]) -> list[ByRate | ByHabit]:
    gaps, found = summed(each), []
    squares = np.array([float((np.log(gaps) ** 2).sum()) for gaps in each])
    found.append(ByRate.fitted(gaps))
    with suppress(NotFitted):
        found.append(ByHabit.fitted(gaps, squares))
    return found
