"""Facts of any kind as numbers: of a number itself and its logarithm, of words one column for each, of a blank that it is blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.predictions.buying.history import Numbers

MOST_WORDS = 50  # different ones: beyond it a column is a name, and says nothing about others
MOST_COLUMNS = 300  # of all facts together: 50,000 customers are 120 MB then
Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Column:
    """One number that was made of a fact: its `kind` is number, logarithm, blank or word."""

    fact: str
    kind: str
    word: str = ""
    usual: float = 0.0  # stands for a blank

    def numbers(self, given: Sequence[Any]) -> Numbers:
        if self.kind == "word":
            return np.array([float(str(each).strip() == self.word) for each in given])
        read = np.array([_number(each) for each in given])
        if self.kind == "blank":
            return np.isnan(read).astype(float)
        known = np.where(np.isnan(read), self.usual, read)
        return np.sign(known) * np.log1p(np.abs(known)) if self.kind == "logarithm" else known


@dataclass(frozen=True)
class Facts:
    """Which columns are made: learnt from those customers that a model is learnt from, and then the same for all."""

    columns: tuple[Column, ...]

    @classmethod
    def learnt(cls, given: Columns) -> Facts:
        found = [ranked for fact, said in given.items() for ranked in enumerate(_columns(fact, said))]
        # Where there are too many, each fact keeps those that say most: a number itself, the commonest words.
        return cls(tuple(column for _rank, column in sorted(found, key=lambda ranked: ranked[0])[:MOST_COLUMNS]))

    @property
    def used(self) -> set[str]:
        """Those that differ between customers, and are no names."""
        return {each.fact for each in self.columns}

    def numbers(self, given: Columns) -> Numbers:
        if not self.columns:
            return np.empty((len(next(iter(given.values()), ())), 0))
        return np.column_stack([each.numbers(given[each.fact]) for each in self.columns])

    def reasons(self, parts: Numbers) -> dict[str, Numbers]:
        """What all columns of one fact add together."""
        found: dict[str, Numbers] = {}
        for place, each in enumerate(self.columns):
            found[each.fact] = found.get(each.fact, 0) + parts[:, place]
        return found


def some(given: Columns, rows: Numbers) -> dict[str, list[Any]]:
    """Only these customers."""
    return {fact: [said[row] for row in rows] for fact, said in given.items()}


def _columns(fact: str, said: Sequence[Any]) -> list[Column]:
    blank = [str(each).strip() == "" or each is None for each in said]
    read = np.array([_number(each) for each in said])
    known = read[~np.isnan(read)]
    if len(known) and all(is_blank or number == number for is_blank, number in zip(blank, read, strict=True)):
        if _are_given_out(known):
            return []
        usual = float(np.median(known))
        found = [Column(fact, "number", usual=usual)] if known.min() < known.max() else []
        found += [Column(fact, "logarithm", usual=usual)] if len(np.unique(known)) > 2 else []
        return found + ([Column(fact, "blank")] if any(blank) and not all(blank) else [])
    words = Counter(str(each).strip() for each in said)
    # The commonest word is what the others are compared with.
    return [Column(fact, "word", word) for word, _many in words.most_common()[1:]] if len(words) <= MOST_WORDS else []


def _are_given_out(known: Numbers) -> bool:
    """Whole numbers that come twice far less often than they would by chance are those of customers, and say nothing about others."""
    reach = float(known.max()) - float(known.min()) + 1
    by_chance = len(known) + reach * np.expm1(-len(known) / reach)
    again = len(known) - len(np.unique(known))
    return bool(by_chance >= 5 and again < by_chance / 10 and np.all(known % 1 == 0))


def _number(given: Any) -> float:
    try:
        number = float(given)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
    return number if np.isfinite(number) else float("nan")
