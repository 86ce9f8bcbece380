"""One result with everything that led to it, and all of a run for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from regulars.assistant.figure_rows import STATES, titles_of
from regulars.assistant.models import Result, Run, Verdict
from regulars.knowledge.models import Article
from regulars.lib.rounding import rounded
from regulars.lib.tables import written
from regulars.team.models import Agent

COLUMNS = (
    "id", "question", "language", "label", "expected", "verdict", "answered", "article", "confidence", "text", "found", "made_by",
    "cost", "ms", "why",
)  # fmt: skip


def whole_result(result: Result) -> dict[str, Any]:
    """What its page shows."""
    question, centre = result.question, result.run.set.centre
    titles = titles_of({*result.articles, *result.found, *question.articles}, centre)
    there = set(Article.objects.filter(pk__in=titles).values_list("pk", flat=True))
    hidden = (
        set()
        if result.run.of_drafts
        else there - set(Article.objects.visible_to(None).filter(pk__in=question.articles).values_list("pk", flat=True))
    )
    found = [
        {
            "place": place,
            "pk": number,
            "title": titles[number],
            "is_right": number in question.articles,
            "is_there": number in there,
        }
        for place, number in enumerate(result.found, 1)
    ]
    others = result.question.results.exclude(pk=result.pk).exclude(state=Result.State.WAITING).judged()
    return {
        "result": result, "question": question, "run": result.run, "set": result.run.set, "centre": centre, "found": found,
        "verdict": Verdict(result.verdict).label, "state": STATES.get(Verdict(result.verdict), ""),
        "expected": [{"pk": number, "title": titles[number], "is_there": number in there, "is_hidden": number in hidden} for number in question.articles],
        "confidence": rounded(result.confidence, 2), "least": rounded(result.run.least, 2),
        "others": [(each, Verdict(each.verdict).label, STATES.get(Verdict(each.verdict), "")) for each in others.select_related("run").order_by("-run__made_at")[:10]],
    }  # fmt: skip


def as_csv(run: Run, *, agent: Agent) -> Iterator[str]:
    several = run.results.visible_to(agent).judged().select_related("question").iterator(chunk_size=500)
    return written(chain([COLUMNS], map(_cells, several)))


def _cells(result: Result) -> list[Any]:
    question = result.question
    return [
        question.key, question.words, question.language, question.label, "|".join(map(str, question.articles)), result.verdict,
        int(result.is_answered), "|".join(map(str, result.articles)), round(result.confidence, 4), result.text,
        "|".join(map(str, result.found)), result.made_by, result.cost, result.took_ms, result.because,
    ]  # fmt: skip
