"""Facts of any kind as numbers: of a number itself and its logarithm, of words one column for each, of a blank that it is blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from regulars.predictions.buying.history import Numbers

MOST_WORDS = 50  # of one fact; where it has more, those count that are said of many
MANY, ONE_IN = 20, 20  # so many customers at least, and of all of them one in so many
MOST_COLUMNS = 300  # of all facts together: 50,000 customers are 120 MB then
BLANKS = {"", "na", "n/a", "nan", "null", "none", "?", "-"}  # among numbers
Columns = Mapping[str, Sequence[Any]]


class Said:
    """What is said of each customer, read as numbers or as words but once."""

    def __init__(self, said: Sequence[Any]) -> None:
        self.said = said

    @cached_property
    def numbers(self) -> Numbers:
        """A blank, and what is no number, is nan."""
        return np.array([_number(each) for each in self.said])

    @cached_property
    def words(self) -> Any:
        return np.array([str(each).strip() for each in self.said], dtype=object)

    @cached_property
    def blank(self) -> Any:
        return np.array([word.casefold() in BLANKS for word in self.words], dtype=bool)


@dataclass(frozen=True)
class Column:
    """One number that was made of a fact: its `kind` is number, logarithm, blank or word."""

    fact: str
    kind: str
    word: str = ""
    usual: float = 0.0  # stands for a blank

    def numbers(self, given: Said) -> Numbers:
        if self.kind == "word":
            return (given.words == self.word).astype(float)
        if self.kind == "blank":
            return np.isnan(given.numbers).astype(float)
        known = np.where(np.isnan(given.numbers), self.usual, given.numbers)
        return np.sign(known) * np.log1p(np.abs(known)) if self.kind == "logarithm" else known


@dataclass(frozen=True)
class Facts:
    """Which columns are made: learnt from those customers that a model is learnt from, and then the same for all."""

    columns: tuple[Column, ...]

    @classmethod
    def learnt(cls, given: Columns) -> Facts:
        found = [ranked for fact, said in given.items() for ranked in enumerate(_columns(fact, Said(said)))]
        # Where there are too many, each fact keeps those that say most: a number itself, the commonest words.
        return cls(tuple(column for _rank, column in sorted(found, key=lambda ranked: ranked[0])[:MOST_COLUMNS]))

    @property
    def used(self) -> set[str]:
        """Those that differ between customers, and are no names."""
        return {each.fact for each in self.columns}

    def numbers(self, given: Columns) -> Numbers:
        if not self.columns:
            return np.empty((len(next(iter(given.values()), ())), 0))
        read = {fact: Said(given[fact]) for fact in self.used}
        return np.column_stack([each.numbers(read[each.fact]) for each in self.columns])

    def reasons(self, parts: Numbers) -> dict[str, Numbers]:
        """What all columns of one fact add together."""
        found: dict[str, Numbers] = {}
        for place, each in enumerate(self.columns):
            found[each.fact] = found.get(each.fact, 0) + parts[:, place]
        return found


def some(given: Columns, rows: Numbers) -> dict[str, list[Any]]:
    """Only these customers."""
    return {fact: [said[row] for row in rows] for fact, said in given.items()}


def _columns(fact: str, given: Said) -> list[Column]:
    known = given.numbers[~np.isnan(given.numbers)]
    if len(known) and np.all(given.blank | ~np.isnan(given.numbers)):
        if _are_given_out(known):
            return []
        usual = float(np.median(known))
        found = [Column(fact, "number", usual=usual)] if known.min() < known.max() else []
        found += [Column(fact, "logarithm", usual=usual)] if len(np.unique(known)) > 2 else []
        return found + ([Column(fact, "blank")] if given.blank.any() else [])
    words = Counter(given.words)
    if len(words) <= MOST_WORDS:  # the commonest is what the others are compared with
        return [Column(fact, "word", word) for word, _many in words.most_common()[1:]]
    least = max(MANY, len(given.words) / ONE_IN)  # names, and numbers of customers, are said of one each
    return [Column(fact, "word", word) for word, many in words.most_common(MOST_WORDS) if many >= least]


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
