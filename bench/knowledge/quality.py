"""How good: nDCG@10 and recall@10 of the search, precision and coverage of the quotes, on the questions of `sets.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from math import log2
from typing import Any, NamedTuple

from bench.house import House
from bench.knowledge.filling import filled
from bench.knowledge.sets import LANGUAGES, Asked, articles, questions
from bench.table import Measure

TEN = 10
NOT = 1000  # the rank of what was not found


class Outcome(NamedTuple):
    asked: Asked
    rank: int  # of the article that answers, from 0
    is_quoted: bool
    is_right: bool  # what was quoted


def measures(house: House) -> Iterator[Measure]:
    centre, numbers = filled(articles(), by=house.facts["agent"])
    for way, by_meaning in (("words alone", False), ("with meaning", True)):
        outcomes = [_outcome(each, centre, numbers, by_meaning) for each in questions()]
        print(f"\n{way}: {len(numbers)} articles\n{_table(outcomes)}", file=sys.stderr)
        different = [each for each in outcomes if each.asked.kind not in ("plain", "nobody")]
        yield Measure(
            name=f"knowledge {way}", size=len(numbers), n=len(outcomes),
            promise=f"nDCG@10 {_ndcg(different):.3f}, recall@10 {_recall(different):.3f} where no word is shared; {_quotes(outcomes)}",
        )  # fmt: skip


def _outcome(asked: Asked, centre: Any, numbers: dict[str, int], by_meaning: bool) -> Outcome:
    from regulars.knowledge.finding import find
    from regulars.knowledge.quoting import LOOKED_AT, quoted

    language = asked.kind if asked.kind in LANGUAGES else "en"
    found = find(asked.words, centre=centre, language=language, reader=None, limit=LOOKED_AT, by_meaning=by_meaning)
    several, right, said = [hit.article_id for hit in found], numbers.get(asked.title), quoted(found)
    rank = several.index(right) if right in several else NOT
    return Outcome(asked, rank, said is not None, said is not None and said.hit.article_id == right)


def _table(outcomes: Sequence[Outcome]) -> str:
    """By kind of question; `odd` are those that the confidence was not fitted to."""
    kinds = list(dict.fromkeys(each.asked.kind for each in outcomes))
    rows = [(kind, [each for each in outcomes if each.asked.kind == kind]) for kind in kinds]
    rows += [("all", list(outcomes)), ("odd", [each for at, each in enumerate(outcomes) if at // 2 % 2])]
    return "\n".join(
        f"  {kind:<8}{len(of):>5}  nDCG@10 {_ndcg(of):.3f}  recall@10 {_recall(of):.3f}  {_quotes(of)}"
        for kind, of in rows
    )


def _ndcg(outcomes: Sequence[Outcome]) -> float:
    return _mean([1 / log2(each.rank + 2) if each.rank < TEN else 0 for each in outcomes if each.asked.title])


def _recall(outcomes: Sequence[Outcome]) -> float:
    return _mean([each.rank < TEN for each in outcomes if each.asked.title])


def _quotes(outcomes: Sequence[Outcome]) -> str:
    quoted = [each for each in outcomes if each.is_quoted]
    return f"quoted {len(quoted)} of {len(outcomes)}, right {_mean([each.is_right for each in quoted]):.3f}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
