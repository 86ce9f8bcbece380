"""Figures as the pages show them: in words, each with its counts, its interval and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.assistant.figures import Figures
from regulars.assistant.models import Provider, Result, Run, Verdict
from regulars.assistant.shares import Share
from regulars.knowledge.models import HelpCentre, Translation
from regulars.lib.rounding import rounded

NAMES = {
    "answer_rate": gettext_lazy("Answer rate"),
    "precision": gettext_lazy("Precision"),
    "coverage": gettext_lazy("Coverage"),
    "hand_over_rate": gettext_lazy("Hand-over rate"),
    "honesty": gettext_lazy("Honesty"),
}
MEANINGS = {
    "answer_rate": gettext_lazy("answered, of all questions"),
    "precision": gettext_lazy("right, of the answers to questions with a label"),
    "coverage": gettext_lazy("answered rightly, of the questions that an article answers"),
    "hand_over_rate": gettext_lazy("left to a person, of all questions"),
    "honesty": gettext_lazy("left to a person, of the questions that nobody knows"),
}
STATES = {
    Verdict.RIGHT: "good",
    Verdict.RIGHTLY_HANDED_OVER: "good",
    Verdict.WRONG: "overdue",
    Verdict.MISSED: "waiting",
}
IN_TURN = (
    Verdict.WRONG, Verdict.MISSED, Verdict.RIGHT, Verdict.RIGHTLY_HANDED_OVER, Verdict.ANSWERED, Verdict.HANDED_OVER, Verdict.FAILED,
)  # fmt: skip


class Tile(NamedTuple):
    """One figure."""

    name: str
    value: str
    of: str  # its counts
    between: str
    meaning: str


def percent(share: Share) -> str:
    return "–" if share.rate is None else f"{rounded(share.rate * 100, 1)} %"


def between(share: Share) -> str:
    """Where the true share lies, with 95 % confidence."""
    if not share.whole:
        return ""
    low, high = share.between
    return f"{rounded(low * 100, 1)} – {rounded(high * 100, 1)} %"


def counts(share: Share) -> str:
    return _("%(part)s of %(whole)s") % {"part": number_format(share.part), "whole": number_format(share.whole)}


def tiles(figures: Figures) -> list[Tile]:
    shares = {name: getattr(figures, name) for name in NAMES}
    return [
        Tile(str(NAMES[name]), percent(share), counts(share), between(share), str(MEANINGS[name]))
        for name, share in shares.items()
    ]


def facts_of(run: Run, figures: Figures) -> list[tuple[str, str]]:
    """What else is to be known of a run."""
    speed = "–" if figures.p50_ms is None else _("%(half)d ms half of the time, %(most)d ms in 95 of 100") % {
        "half": figures.p50_ms, "most": figures.p95_ms,
    }  # fmt: skip
    found = f"{percent(figures.found_first)} · {percent(figures.found_in_ten)}"
    facts = [
        (_("Answers are"), run.model or str(run.get_way_display())),
        (_("Least confidence"), rounded(run.least, 2)),
        (_("Articles"), number_format(run.articles) + (" " + _("with all drafts") if run.of_drafts else "")),
        (_("Search"), _("meaning and words") if run.by_meaning else _("words alone")),
        (_("The article was found first · among the first ten"), found),
        (_("Speed"), speed),
    ]
    if figures.cost or run.way == Run.Way.MODEL:
        facts.append((_("Cost"), f"{rounded(figures.cost, 4)} {Provider.current().currency}"))
    return facts


def threshold_rows(several: Iterable[tuple[float, dict[str, Share]]], run: Run) -> list[dict[str, Any]]:
    return [
        {
            "least": rounded(least, 2),
            "is_it": abs(least - run.least) < 0.0001,
            "cells": [f"{percent(shares[name])}" for name in NAMES],
        }
        for least, shares in several
    ]


def result_rows(results: Sequence[Result], *, centre: HelpCentre) -> list[dict[str, Any]]:
    """Results with `verdict`, as lines of a table."""
    titles = titles_of({number for each in results for number in (*each.articles, *each.question.articles)}, centre)
    return [
        {
            "pk": each.pk,
            "words": each.question.words,
            "language": each.question.language,
            "verdict": Verdict(each.verdict).label,
            "state": STATES.get(Verdict(each.verdict), ""),
            "expected": expected(each, titles),
            "said": ", ".join(titles[number] for number in each.articles),
            "is_answered": each.is_answered,
            "confidence": rounded(each.confidence, 2) if each.articles else "",
        }
        for each in results
    ]


def expected(result: Result, titles: dict[int, str]) -> str:
    question = result.question
    return ", ".join(titles[number] for number in question.articles) or str(question.get_label_display())


def titles_of(numbers: Iterable[int], centre: HelpCentre) -> dict[int, str]:
    """What each of these articles is called: in the centre's first language if it can be."""
    numbers = set(numbers)
    rows = Translation.objects.filter(article__in=numbers).values_list("article", "language", "title", "draft_title")
    found: dict[int, str] = {}
    for article, language, title, draft in rows:
        if article not in found or language == centre.language:
            found[article] = title or draft
    return {number: found.get(number) or _("an article that is gone (%d)") % number for number in numbers}
