"""Small trees, each grown from what those before it left unsaid, and able to say what each column adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit

from regulars.predictions.buying.history import Numbers

DEPTH = 4  # facts that may hang together
BINS = 32  # values of a column that are told apart
RATE = 0.1  # of what a tree says, so much is added
HELD_BACK, LEAST = 5.0, 20  # how strongly it is drawn to nothing, and customers on each side of a question
_NODES = 2 ** (DEPTH + 1) - 1


@dataclass(frozen=True)
class Tree:
    """Of each node which column is asked, above which value one goes on to the second child, and what is said there (log odds).

    The children of node n are 2n + 1 and 2n + 2. Where there is nothing to ask, all go to the first, which says the same.
    """

    column: Numbers
    above: Numbers
    said: Numbers

    def steps(self, facts: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
        """Level by level: which column each row is asked for, and what the answer adds."""
        rows, node = np.arange(len(facts)), np.zeros(len(facts), dtype=np.int64)
        for _level in range(DEPTH):
            column = self.column[node]
            child = 2 * node + 1 + (facts[rows, column] > self.above[node])
            yield column, self.said[child] - self.said[node]
            node = child

    def odds(self, facts: Numbers) -> Numbers:
        return self.said[0] + sum(added for _column, added in self.steps(facts))


def grown(facts: Numbers, came: Numbers, odds: Numbers) -> Iterator[Tree]:
    """One tree after the other, without end: each says what `odds` and those before it did not say of what came."""
    edges = [_edges(column) for column in facts.T]
    bins = np.column_stack([np.searchsorted(edge, column) for edge, column in zip(edges, facts.T, strict=True)])
    kept = np.sort(np.unique(bins, axis=1, return_index=True)[1])  # a number and its logarithm divide customers alike
    grove = _Grove(bins[:, kept], kept, [edges[place] for place in kept])
    odds = odds.copy()
    while True:
        chance = expit(odds)
        tree, node = grove.tree(came - chance, np.maximum(chance * (1 - chance), 1e-9))
        odds += tree.said[node]
        yield tree


def _edges(column: Numbers) -> Numbers:
    """The values at which a column may be divided."""
    values = np.unique(column)
    if len(values) > BINS:
        values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:], method="lower"))
    return values[:-1]


class _Grove:
    """Customers whose columns are put into bins, so that a sum over a bin is one product of matrices."""

    def __init__(self, bins: Numbers, names: Numbers, edges: list[Numbers]) -> None:
        self.bins, self.names, self.edges = bins, names, edges
        many, width = bins.shape
        place = (bins + np.arange(width) * BINS).ravel()
        starts = np.arange(0, many * width + 1, width)
        self.into = sparse.csr_matrix(
            (np.ones(len(place), np.float32), place, starts), shape=(many, width * BINS)
        ).T.tocsr()

    def tree(self, slope: Numbers, bend: Numbers) -> tuple[Tree, Numbers]:
        """And the leaf in which each customer ends. `slope` and `bend`: the derivatives of what each of them says of the odds."""
        column, above, said = np.zeros(_NODES, dtype=np.int64), np.full(_NODES, np.inf), np.zeros(_NODES)
        said[0] = _said(slope.sum(), bend.sum())
        node = np.zeros(len(slope), dtype=np.int64)
        each = np.column_stack([slope, bend, np.ones(len(slope))])
        for level in range(DEPTH):
            first, many = 2**level - 1, 2**level
            cut = np.full(many, BINS)
            left, right = self._sides(each, node - first, many)
            gain = _gain(left) + _gain(right) - _gain(left + right)
            gain[(left[..., 2] < LEAST) | (right[..., 2] < LEAST)] = 0
            for place in range(many):
                asked, value = divmod(int(gain[place].argmax()), BINS)
                parent = first + place
                said[2 * parent + 1 : 2 * parent + 3] = said[parent]
                if gain[place, asked, value] > 0:
                    column[parent], above[parent], cut[place] = asked, self.edges[asked][value], value
                    said[2 * parent + 1] = _said(*left[place, asked, value, :2])
                    said[2 * parent + 2] = _said(*right[place, asked, value, :2])
            theirs = self.bins[np.arange(len(node)), column[node]]
            node = 2 * node + 1 + (theirs > cut[node - first])
        return Tree(self.names[column], above, said), node

    def _sides(self, each: Numbers, place: Numbers, many: int) -> tuple[Numbers, Numbers]:
        """What `each` has comes to below and above each value of each column, for each node of a level: (nodes, columns, bins, kinds)."""
        kinds = each.shape[1]
        table = np.zeros((len(each), many, kinds), np.float32)  # half as much to go through
        table[np.arange(len(each)), place] = each
        sums = (self.into @ table.reshape(len(each), -1)).reshape(-1, BINS, many, kinds)
        left = sums.transpose(2, 0, 1, 3).cumsum(axis=2)
        return left, left[:, :, -1:] - left


def _gain(sums: Numbers) -> Numbers:
    return sums[..., 0] ** 2 / (sums[..., 1] + HELD_BACK)


def _said(slope: float, bend: float) -> float:
    return RATE * slope / (bend + HELD_BACK)
