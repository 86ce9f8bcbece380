"""How good a forecast was, once it is known what came: the order it put customers in, and whether its numbers were right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from regulars.predictions.buying.history import Numbers


class Group(NamedTuple):
    """Some customers, with what was expected of each on average, and what came."""

    name: str
    customers: int
    expected: float
    actual: float


def auc(scores: Numbers, came: Any) -> float | None:
    """How often somebody of whom it came has a higher score than somebody of whom it did not; ties count half. 0.5 is a coin."""
    came = np.asarray(came, dtype=bool)
    yes, no = int(came.sum()), int((~came).sum())
    if not yes or not no:
        return None
    return float((_ranks(scores)[came].sum() - yes * (yes + 1) / 2) / (yes * no))


def brier(chances: Numbers, came: Any) -> float:
    """The mean square of how far the chances were from what came: 0 is best."""
    return float(np.mean((chances - np.asarray(came, dtype=float)) ** 2))


def log_loss(chances: Numbers, came: Any) -> float:
    came, sure = np.asarray(came, dtype=bool), np.clip(chances, 1e-12, 1 - 1e-12)
    return float(-np.mean(np.where(came, np.log(sure), np.log1p(-sure))))


def calibration_error(chances: Numbers, came: Any, *, bins: int = 10) -> float:
    """How far chances are from shares on average, in bins of one width (ECE)."""
    place = np.minimum((np.asarray(chances) * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights=chances - np.asarray(came, dtype=float), minlength=bins)
    return float(np.abs(gaps).sum() / max(len(chances), 1))


def lift(scores: Numbers, came: Any, *, part: float = 0.1) -> float | None:
    """How much more often it came of the highest part than of all."""
    came = np.asarray(came, dtype=float)
    if not came.sum():
        return None
    highest = np.argsort(-scores, kind="stable")[: max(round(len(scores) * part), 1)]
    return float(came[highest].mean() / came.mean())


def share(scores: Numbers, amounts: Numbers, *, part: float = 0.1) -> float:
    """What part of all that came stands with the highest part of the scores."""
    highest = np.argsort(-scores, kind="stable")[: max(round(len(scores) * part), 1)]
    total = amounts.sum()
    return float(amounts[highest].sum() / total) if total else 0.0


def mean_error(expected: Numbers, actual: Numbers) -> float:
    return float(np.mean(np.abs(expected - actual)))


def root_error(expected: Numbers, actual: Numbers) -> float:
    return float(np.sqrt(np.mean((expected - actual) ** 2)))


def correlation(expected: Numbers, actual: Numbers) -> float | None:
    if len(expected) < 2 or not expected.std() or not actual.std():
        return None
    return float(np.corrcoef(expected, actual)[0, 1])


def rank_correlation(expected: Numbers, actual: Numbers) -> float | None:
    """Spearman’s: how well one order follows the other; ties share a rank."""
    return correlation(_ranks(expected), _ranks(actual)) if len(expected) else None


def _ranks(scores: Numbers) -> Numbers:
    _scores, place, many = np.unique(scores, return_inverse=True, return_counts=True)
    return (np.cumsum(many) - (many - 1) / 2)[place.reshape(-1)]


def pinball(expected: Numbers, actual: Numbers, *, quantile: float = 0.5) -> float:
    """What a wrong quantile costs: too low costs `quantile` for each unit, too high the rest."""
    over = actual - expected
    return float(np.mean(np.maximum(quantile * over, (quantile - 1) * over)))


def tenths(expected: Numbers, actual: Numbers) -> list[Group]:
    """Ten groups of one size, those of whom most was expected first."""
    order = np.argsort(-expected, kind="stable")
    parts = [each for each in np.array_split(order, 10) if len(each)]
    return [_group(str(place), each, expected, actual) for place, each in enumerate(parts, 1)]


def by_count(x: Numbers, expected: Numbers, actual: Numbers, *, most: int = 7) -> list[Group]:
    """By how often they had bought again before."""
    return list(_counted(np.minimum(x, most), most, expected, actual))


def _counted(x: Numbers, most: int, expected: Numbers, actual: Numbers) -> Iterator[Group]:
    for count in range(most + 1):
        which = np.flatnonzero(x == count)
        if len(which):
            yield _group(f"{count}+" if count == most else str(count), which, expected, actual)


def _group(name: str, which: Any, expected: Numbers, actual: Numbers) -> Group:
    return Group(name, len(which), float(expected[which].mean()), float(actual[which].mean()))
