"""How often each customer will order, for how much, what that is worth, and when next: with how right it was the last time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from regulars.predictions import gaps
from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.gamma_gamma import GammaGamma
from regulars.predictions.buying.history import DAYS, History, Numbers, of_purchases
from regulars.predictions.judging import MODELS, Judged, judged, parameters, rivals
from regulars.predictions.scoring import correlation, share
from regulars.predictions.seen import Orders

FLOOR = 100  # customers who ordered again: below it parameters are guesses
TIMES = 3  # as long a history as one looks ahead
MONTH = 365.25 / 12 / DAYS  # weeks
Told = dict[str, Any]


class Floor(NotFitted):
    """There is less than a prediction needs; `has` and `needs` say how much of what."""

    def __init__(self, what: str, has: int, needs: int) -> None:
        super().__init__(f"{what}: {has} of {needs}")
        self.told: Told = {"floor": what, "has": has, "needs": needs}


def why_not(problem: NotFitted) -> Told:
    """Why something is not predicted, as it is kept."""
    return problem.told if isinstance(problem, Floor) else {"not": str(problem)}


class Foretold(NamedTuple):
    """Of each customer: orders ahead, spending ahead, and what all months that count are worth."""

    orders: Numbers
    spend: Numbers | None
    worth: Numbers | None


def foretold(
    orders: Orders, *, today: int, ahead: int, months: int, discount: float, margin: float
) -> tuple[History, Foretold, Told]:
    """Of all who have ordered, by customer. Raises Floor, or NotFitted."""
    _customers, then = of_purchases(orders.customer, orders.day, orders.amount, until=today - ahead)
    _check(orders, then, today, ahead)
    came, worth = after(orders, then_day=today - ahead, ahead=ahead)
    found = judged(then, came, ahead=ahead / DAYS)
    best = MODELS[found[0].name]
    _customers, now = of_purchases(orders.customer, orders.day, orders.amount, until=today)
    model = best.fitted(now)
    often = model.expected_of(now, ahead / DAYS)
    told = _told(found, rivals(then, came)) | {
        "now": parameters(model),
        "customers": len(now),
        "again": int((now.x > 0).sum()),
    }
    try:
        spending = GammaGamma.fitted(now.x, now.mean)
    except NotFitted as problem:
        return now, Foretold(often, None, None), told | {"spending": {"not": str(problem)}}
    each = spending.expected_of(now.x, now.mean)
    later = _discounted(model, now, months, discount) * each * margin
    told["spending"] = _spending(spending, then, now, found[0], worth, ahead)
    return now, Foretold(often, often * each, later), told


def _check(orders: Orders, then: History, today: int, ahead: int) -> None:
    if not len(orders.day) or (days := today - int(orders.day.min())) < TIMES * ahead:
        raise Floor("days", days if len(orders.day) else 0, TIMES * ahead)
    if (again := int((then.x > 0).sum())) < FLOOR:
        raise Floor("again", again, FLOOR)


def after(orders: Orders, *, then_day: int, ahead: int) -> tuple[Numbers, Numbers]:
    """Of each who had ordered by then: on how many of the days ahead they did again, and for how much."""
    known = np.unique(orders.customer[orders.day <= then_day])
    later = (orders.day > then_day) & (orders.day <= then_day + ahead)
    place = np.searchsorted(known, orders.customer[later])
    place = np.where(place < len(known), place, 0)
    is_known = known[place] == orders.customer[later]
    place, days, amounts = place[is_known], orders.day[later][is_known], orders.amount[later][is_known]
    pairs = np.unique(np.column_stack([place, days]), axis=0) if len(place) else np.empty((0, 2), dtype=int)
    worth = np.bincount(place, weights=amounts, minlength=len(known))
    return np.bincount(pairs[:, 0], minlength=len(known)).astype(float), worth


def _discounted(model: Any, now: History, months: int, discount: float) -> Numbers:
    """How many orders of all months that count, those of later ones counting for less."""
    before, total = np.zeros(len(now)), np.zeros(len(now))
    for month in range(1, months + 1):
        until = model.expected_of(now, month * MONTH)
        total += (until - before) * (1 + discount) ** (-(month - 0.5) / 12)
        before = until
    return total


def _told(found: list[Judged], plain: dict[str, float | None]) -> Told:
    """What the page and its chart are made of."""
    rows = [
        {
            "name": each.name,
            "likelihood": each.likelihood,
            "expected": each.expected,
            "actual": each.actual,
            "mean_error": each.mean_error,
            "auc": each.auc,
        }
        for each in found
    ]
    best = found[0]
    tenths = [each._asdict() for each in best.tenths]
    return {"model": best.name, "models": rows, "tried_on": best.customers, "tenths": tenths, "rivals": plain}


def _spending(model: GammaGamma, then: History, now: History, best: Judged, worth: Numbers, ahead: int) -> Told:
    again = (now.x > 0) & (now.mean > 0)
    told: Told = {
        "parameters": parameters(model),
        "mean": model.mean,
        "correlation": correlation(now.x[again], now.mean[again]),
    }
    try:
        before = GammaGamma.fitted(then.x, then.mean).expected_of(then.x, then.mean)
    except NotFitted:
        return told
    expected = MODELS[best.name](**best.parameters).expected_of(then, ahead / DAYS) * before
    told |= {"expected": float(expected.sum()), "actual": float(worth.sum())}
    return told | {"top": share(expected, worth), "top_at_most": share(worth, worth)}


def next_orders(orders: Orders, *, today: int) -> tuple[Numbers, Numbers, Told]:
    """For each customer the days until the next order: half of those like them, and nine of ten; -1 where nothing is said. Raises NotFitted."""
    _names, starts = np.unique(orders.customer, return_index=True)
    each = [np.diff(np.unique(days)).astype(float) for days in np.split(orders.day, starts[1:])]
    model, rivals = gaps.chosen(each)
    last = np.maximum.reduceat(orders.day, starts)
    known = gaps.summed(each, since=np.maximum(today - last, 0.5).astype(float))
    half, most = (model.ahead(known, quantile=quantile) for quantile in (0.5, 0.9))
    silent = gaps.is_past(model, known) | ~np.isfinite(most)
    told = rivals._asdict()
    return np.where(silent, -1, np.ceil(half)), np.where(silent, -1, np.minimum(np.ceil(most), 3650)), told
