"""Which model of buying fits these customers: each learns from the time until a day, and is held against what came after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np

from regulars.predictions.buying.at_purchases import BgNbd, MbgNbd
from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.history import History, Numbers
from regulars.predictions.buying.pareto_nbd import ParetoNbd
from regulars.predictions.scoring import (
    Group,
    auc,
    by_count,
    correlation,
    mean_error,
    rank_correlation,
    root_error,
    tenths,
)

MODELS = {"BG/NBD": BgNbd, "MBG/NBD": MbgNbd, "Pareto/NBD": ParetoNbd}
Model = BgNbd | MbgNbd | ParetoNbd


class Judged(NamedTuple):
    """A model, what it expected in the time after, and what came. `alive_auc` is told to warn: chances to be alive are no measure of who leaves."""

    name: str
    parameters: dict[str, float]
    likelihood: float
    customers: int
    expected: float
    actual: float
    mean_error: float
    root_error: float
    correlation: float | None
    rank_correlation: float | None
    auc: float | None
    alive_auc: float | None
    by_count: list[Group]
    tenths: list[Group]


def judged(history: History, actual: Numbers, *, ahead: float, names: Iterable[str] = MODELS) -> list[Judged]:
    """The best first: with the smallest root error. One that cannot be fitted is left out. Raises NotFitted when none can."""
    found, why = [], ""
    for name in names:
        try:
            found.append(_judged(name, MODELS[name].fitted(history), history, actual, ahead))
        except NotFitted as problem:
            why = str(problem)
    if not found:
        raise NotFitted(why or "no model was asked for")
    return sorted(found, key=lambda each: each.root_error)


def rivals(history: History, actual: Numbers) -> dict[str, float | None]:
    """What plain figures say of who buys again at all: how often they did, and how lately (AUC)."""
    came = actual > 0
    return {"frequency": auc(history.x, came), "recency": auc(history.last - history.age, came)}


def parameters(model: Any) -> dict[str, float]:
    return {name: float(each) for name, each in asdict(model).items()}


def _judged(name: str, model: Model, history: History, actual: Numbers, ahead: float) -> Judged:
    expected, came = model.expected_of(history, ahead), actual > 0
    if not np.all(np.isfinite(expected)):
        raise NotFitted("its parameters say nothing finite")
    return Judged(
        name=name,
        parameters=parameters(model),
        likelihood=model.likelihood(history),
        customers=len(history),
        expected=float(expected.sum()),
        actual=float(actual.sum()),
        mean_error=mean_error(expected, actual),
        root_error=root_error(expected, actual),
        correlation=correlation(expected, actual),
        rank_correlation=rank_correlation(expected, actual),
        auc=auc(expected, came),
        alive_auc=auc(model.alive(history), came),
        by_count=by_count(history.x, expected, actual),
        tenths=tenths(expected, actual),
    )
