"""Who leaves: learnt from those of whom it is known, tried on others, and only where enough of both kinds were seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.history import Numbers
from regulars.predictions.leaving.boosted import Boosted
from regulars.predictions.leaving.facts import Columns, Facts, some
from regulars.predictions.leaving.logistic import folds
from regulars.predictions.scoring import Group, auc, brier, calibration_error, lift, log_loss, tenths

FLOOR = 100  # who left, and who stayed: below it a chance would be a guess with decimals
TELLING = 0.99  # AUC of one fact
YES = {"yes", "y", "true", "t", "1", "1.0", "churned", "churn", "left", "exited", "attrited customer"}
NO = {"no", "n", "false", "f", "0", "0.0", "stayed", "existing customer", "retained"}


class Reason(NamedTuple):
    """A fact, and what it adds to the log odds of leaving: above 0 it speaks for it."""

    fact: str
    part: float


class Quality(NamedTuple):
    """On customers that it had not seen."""

    customers: int
    left: int
    auc: float | None
    brier: float
    log_loss: float
    calibration_error: float
    lift: float | None
    tenths: list[Group]


def has_left(said: Any) -> bool | None:
    """Whether somebody left, as people write it: “Yes”, “True.”, 1; None where it says neither."""
    word = str(said).strip().rstrip(".").casefold()
    return word in YES if word in YES | NO else None


@dataclass(frozen=True)
class Churn:
    facts: Facts
    model: Boosted

    @classmethod
    def fitted(cls, given: Columns, left: Any) -> Churn:
        """Raises NotFitted where fewer than 100 left or stayed."""
        left = np.asarray(left, dtype=float)
        facts = _enough(given, left)
        return cls(facts, Boosted.fitted(facts.numbers(given), left))

    def chances(self, given: Columns) -> Numbers:
        return self.model.chances(self.facts.numbers(given))

    def weights(self, given: Columns) -> list[tuple[str, float]]:
        """How far each fact moves the log odds, the furthest first: its standard deviation over these customers."""
        parts = self.facts.reasons(self.model.parts(self.facts.numbers(given)))
        return sorted(((fact, float(np.std(each))) for fact, each in parts.items()), key=lambda row: (-row[1], row[0]))

    def telling(self, given: Columns, left: Sequence[Any]) -> list[str]:
        """The facts that alone tell who left, hardly ever wrong: such are mostly known only afterwards."""
        parts = self.facts.reasons(self.model.parts(self.facts.numbers(given)))
        seem = [fact for fact, each in parts.items() if (auc(each, left) or 0) >= TELLING]
        # What a fact adds may hang on others, too: whether it needs them shows when it is all that there is.
        alone = {fact: {fact: given[fact]} for fact in seem}
        return sorted(
            fact for fact, only in alone.items() if (auc(Churn.fitted(only, left).chances(only), left) or 0) >= TELLING
        )

    def reasons(self, given: Columns, *, most: int = 3) -> list[list[Reason]]:
        """For each customer the facts that say most, either way, strongest first."""
        parts = self.facts.reasons(self.model.parts(self.facts.numbers(given)))
        names, table = list(parts), np.column_stack(list(parts.values()))
        strongest = np.argsort(-np.abs(table), axis=1)[:, :most]
        return [
            [Reason(names[place], float(table[row, place])) for place in places if abs(table[row, place]) >= 0.05]
            for row, places in enumerate(strongest)
        ]


def tried(given: Columns, left: Sequence[Any], *, times: int = 5) -> tuple[Quality, list[float]]:
    """How good it is on those it did not learn from, all of them in turn; and the AUC of each turn. Raises NotFitted."""
    known = np.asarray(left, dtype=float)
    _enough(given, known)  # the floor is of all of them
    chances, each_auc = np.empty(len(known)), []
    for learn, rest in folds(known, times=times):
        facts = Facts.learnt(some(given, learn))
        model = Boosted.fitted(facts.numbers(some(given, learn)), known[learn])
        chances[rest] = model.chances(facts.numbers(some(given, rest)))
        found = auc(chances[rest], known[rest])
        each_auc += [] if found is None else [found]
    return quality(chances, known), each_auc


def _enough(given: Columns, left: Numbers) -> Facts:
    """The facts to learn from. Raises NotFitted where too few left or stayed, or all are alike."""
    if left.sum() < FLOOR or (1 - left).sum() < FLOOR:
        raise NotFitted(f"{int(left.sum())} left and {int((1 - left).sum())} stayed; it takes {FLOOR} of each")
    facts = Facts.learnt(given)
    if not facts.columns:
        raise NotFitted("no fact differs between customers")
    return facts


def quality(chances: Numbers, left: Numbers) -> Quality:
    return Quality(
        customers=len(left),
        left=int(left.sum()),
        auc=auc(chances, left),
        brier=brier(chances, left),
        log_loss=log_loss(chances, left),
        calibration_error=calibration_error(chances, left),
        lift=lift(chances, left),
        tenths=tenths(chances, left),
    )
