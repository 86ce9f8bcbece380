"""Two runs of the same questions, question by question: what the second one gains, and what it loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from regulars.assistant.models import Run, Verdict
from regulars.assistant.shares import Share, by_chance

GOOD = {Verdict.RIGHT, Verdict.RIGHTLY_HANDED_OVER}
SAID = {Verdict.RIGHT, Verdict.WRONG, Verdict.ANSWERED}


class Pair(NamedTuple):
    """One question, as both runs answered it."""

    question: int
    before: str  # verdicts
    after: str
    is_same: bool  # both rest on the same articles

    @property
    def kind(self) -> str:
        if (self.after in GOOD) != (self.before in GOOD):
            return "gained" if self.after in GOOD else "lost"
        if (self.before in SAID) != (self.after in SAID):
            return "said" if self.after in SAID else "silent"
        return "same" if self.is_same or self.after not in SAID else "other"


@dataclass(frozen=True)
class Difference:
    """Of the questions that both runs have put."""

    pairs: list[Pair]
    by_kind: dict[str, list[Pair]] = field(default_factory=dict)

    @property
    def chance(self) -> float:
        """How likely two equally good ways differ so much."""
        return by_chance(len(self.by_kind.get("gained", [])), len(self.by_kind.get("lost", [])))

    @property
    def good(self) -> tuple[Share, Share]:
        """Questions with a label of which each made what is right: the right answer, or none where nobody knows."""
        labelled = [pair for pair in self.pairs if pair.before not in (Verdict.ANSWERED, Verdict.HANDED_OVER)]
        return (
            Share(sum(pair.before in GOOD for pair in labelled), len(labelled)),
            Share(sum(pair.after in GOOD for pair in labelled), len(labelled)),
        )


def difference(before: Run, after: Run) -> Difference:
    pairs = list(_pairs(before, after))
    by_kind: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_kind.setdefault(pair.kind, []).append(pair)
    return Difference(pairs, by_kind)


def _pairs(before: Run, after: Run) -> Iterator[Pair]:
    first, second = _judged(before), _judged(after)
    for question in first.keys() & second.keys():
        (was, its), (now, theirs) = first[question], second[question]
        yield Pair(question, was, now, its == theirs)


def _judged(run: Run) -> dict[int, tuple[str, list[int]]]:
    rows = run.results.exclude(state="waiting").judged().values_list("question", "verdict", "articles")
    return {question: (verdict, articles) for question, verdict, articles in rows}
