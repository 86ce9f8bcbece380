"""A logistic regression, and upon it small trees for what a straight line cannot say: as many as did good on others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.special import expit

from regulars.predictions.buying.fitting import MOST_ROWS
from regulars.predictions.buying.history import Numbers
from regulars.predictions.leaving.logistic import Logistic, folds
from regulars.predictions.leaving.trees import Tree, grown
from regulars.predictions.scoring import log_loss

MOST_TREES, PATIENCE = 300, 20  # trees at most, and how many may do no good before no more are tried


@dataclass(frozen=True)
class Boosted:
    """`log odds = usual + parts`: each column has a part in the line and in the trees."""

    line: Logistic
    trees: tuple[Tree, ...]

    @classmethod
    def fitted(cls, facts: Numbers, came: Numbers) -> Boosted:
        """`facts` has a row a customer; `came` is 1 for those of whom it came, else 0. The line is of all, the trees of so many drawn by lot."""
        some = _drawn(came)
        many = _many(facts[some], came[some]) if facts.shape[1] else 0  # of nothing there is nothing to ask
        line = Logistic.fitted(facts, came)
        trees = grown(facts[some], came[some], line.odds(facts[some])) if many else iter(())
        return cls(line, tuple(islice(trees, many)))

    @property
    def usual(self) -> float:
        return self.line.usual + float(sum(tree.said[0] for tree in self.trees))

    def parts(self, facts: Numbers) -> Numbers:
        """What each fact adds to each customer's log odds, beside a customer who is like the mean."""
        found, rows = self.line.parts(facts), np.arange(len(facts))
        for tree in self.trees:
            for columns, added in tree.steps(facts):
                found[rows, columns] += added
        return found

    def chances(self, facts: Numbers) -> Numbers:
        return expit(self.usual + self.parts(facts).sum(axis=1))


def _drawn(came: Numbers) -> Numbers:
    """Some rows by a lot that is always the same, with as large a part of those of whom it came as of all: chances stay right on average."""
    lot, part = np.random.default_rng(20), min(1.0, MOST_ROWS / len(came))
    kinds = [lot.permutation(np.flatnonzero(came == kind)) for kind in (0, 1)]
    return np.concatenate([rows[: round(len(rows) * part)] for rows in kinds])


def _many(facts: Numbers, came: Numbers) -> int:
    """How many trees make the chances of a fifth better that neither the line nor they were learnt from."""
    learn, rest = next(folds(came))
    line = Logistic.fitted(facts[learn], came[learn])
    odds = line.odds(facts[rest])
    best, least = 0, log_loss(expit(odds), came[rest])
    for many, tree in enumerate(islice(grown(facts[learn], came[learn], line.odds(facts[learn])), MOST_TREES), 1):
        odds += tree.odds(facts[rest])
        if (loss := log_loss(expit(odds), came[rest])) < least:
            best, least = many, loss
        if many - best >= PATIENCE:
            break
    return best
