"""What a run comes to. Each number has one definition, which the page shows beside it:

- **Answer rate**: questions that were answered, of all that were put. An answer is said when its confidence is at least the run's.
- **Hand-over rate**: the others, of all that were put: a person is asked. Also where asking failed.
- **Precision**: right answers, of all answers to questions with a label. An answer is right when it rests on an article that the
  label names; one to a question that nobody knows is wrong.
- **Coverage**: right answers, of all questions that have an article which answers them.
- **Honesty**: questions that were handed over, of all that nobody knows.

Questions without a label count for the first two alone. What is still waiting counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count

from regulars.assistant.models import Result, Run, Verdict
from regulars.assistant.shares import Share

LEASTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Figures:
    """Of the questions that have been put. Milliseconds are of looking up and writing together."""

    counts: Counter[str]  # by verdict
    answer_rate: Share
    hand_over_rate: Share
    precision: Share
    coverage: Share
    honesty: Share
    found_first: Share  # questions with an article, for which search has it first
    found_in_ten: Share
    cost: Decimal
    p50_ms: int | None
    p95_ms: int | None


class Judged(NamedTuple):
    """What the figures need of a result."""

    verdict: str
    label: str
    is_near: bool  # it rests on an article that answers it, whether or not it was sure enough to be said
    confidence: float
    has_words: bool


def figures_of(run: Run) -> Figures:
    rows = list(
        run.results.judged().values_list("verdict", "question__label", "question__articles", "found", "cost", "took_ms")
    )
    done = [row for row in rows if row[0] != Verdict.WAITING]
    counts = Counter(row[0] for row in done)
    places = [_place(articles, found) for _verdict, label, articles, found, *_ in done if label == "articles"]
    times = sorted(row[5] for row in done)
    return Figures(
        counts=counts,
        **_shares(counts, Counter(row[1] for row in done)),
        found_first=Share(sum(place == 0 for place in places), len(places)),
        found_in_ten=Share(sum(place is not None for place in places), len(places)),
        cost=sum((row[4] for row in done), Decimal(0)),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
    )


def shares_of(runs: Iterable[Run]) -> dict[int, tuple[int, dict[str, Share]]]:
    """For lists: of each run how many questions have been put, and the shares, counted by the database."""
    counts: dict[int, Counter[str]] = {}
    labels: dict[int, Counter[str]] = {}
    put = Result.objects.filter(run__in=runs).exclude(state=Result.State.WAITING).judged()
    rows = put.values_list("run", "verdict", "question__label").annotate(many=Count("pk")).order_by()
    for run, verdict, label, many in rows:
        counts.setdefault(run, Counter())[verdict] += many
        labels.setdefault(run, Counter())[label] += many
    return {run: (each.total(), _shares(each, labels[run])) for run, each in counts.items()}


def by_least(run: Run) -> list[tuple[float, dict[str, Share]]]:
    """What would have been said, and how much of it right, had other confidences been asked for. Of quotes alone: a model's
    answer is not written before its sources are sure enough."""
    rows = [
        Judged(*row[:4], bool(row[4]))
        for row in run.results.filter(state=Result.State.DONE)
        .judged()
        .values_list("verdict", "question__label", "is_near", "confidence", "articles")
    ]
    leasts = sorted({*LEASTS, round(run.least, 4)})
    return [(least, _at(rows, least)) for least in leasts]


def _at(rows: Sequence[Judged], least: float) -> dict[str, Share]:
    verdicts = [_verdict(row, row.has_words and row.confidence >= least) for row in rows]
    return _shares(Counter(verdicts), Counter(row.label for row in rows))


def _verdict(row: Judged, is_said: bool) -> str:
    if row.label == "none":
        return Verdict.ANSWERED if is_said else Verdict.HANDED_OVER
    if is_said:
        return Verdict.RIGHT if row.is_near else Verdict.WRONG
    return Verdict.MISSED if row.label == "articles" else Verdict.RIGHTLY_HANDED_OVER


def _shares(counts: Counter[str], labels: Counter[str]) -> dict[str, Share]:
    right, wrong = counts[Verdict.RIGHT], counts[Verdict.WRONG]
    put, said = counts.total(), right + wrong + counts[Verdict.ANSWERED]
    return {
        "answer_rate": Share(said, put),
        "hand_over_rate": Share(put - said, put),
        "precision": Share(right, right + wrong),
        "coverage": Share(right, labels["articles"]),
        "honesty": Share(counts[Verdict.RIGHTLY_HANDED_OVER], labels["nobody"]),
    }


def _place(expected: Iterable[int], found: Sequence[int]) -> int | None:
    return next((place for place, article in enumerate(found) if article in set(expected)), None)


def _percentile(ordered: Sequence[int], percent: int) -> int | None:
    """The value that so many percent do not exceed (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else None
