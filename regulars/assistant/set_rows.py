"""Sets, their runs and their questions, as lines of tables."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest

from regulars.assistant.figure_rows import NAMES, percent, titles_of
from regulars.assistant.figures import shares_of
from regulars.assistant.models import Question, QuestionSet, Run
from regulars.assistant.shares import Share
from regulars.knowledge.models import HelpCentre

PAGE = 100  # questions
MOST = 50  # runs


def set_rows(centre: HelpCentre) -> list[dict[str, Any]]:
    several = centre.question_sets.annotate(
        many=Count("questions"),
        labelled=Count("questions", filter=~Q(questions__label=Question.Label.NONE)),
        nobody=Count("questions", filter=Q(questions__label=Question.Label.NOBODY)),
    )
    newest = Run.objects.filter(set__centre=centre).exclude(finished_at=None).order_by("set_id", "-made_at", "-pk")
    rows = {row["run"].set_id: row for row in _rows(list(newest.distinct("set_id")))}
    return [{"set": each, "last": rows.get(each.pk)} for each in several]


def run_rows(found: QuestionSet) -> list[dict[str, Any]]:
    return _rows(list(found.runs.select_related("made_by")[:MOST]))


def _rows(runs: list[Run]) -> list[dict[str, Any]]:
    shares = shares_of(runs)
    nothing = (0, dict.fromkeys(NAMES, Share(0, 0)))
    found = [(run, *shares.get(run.pk, nothing)) for run in runs]
    return [
        {
            "run": run,
            "cells": [percent(several[name]) for name in NAMES],
            "put": put,
            "is_going": run.finished_at is None,
        }
        for run, put, several in found
    ]


def question_rows(request: HttpRequest, found: QuestionSet) -> dict[str, Any]:
    """A page of the questions with a label, or with any."""
    which = request.GET.get("label") if request.GET.get("label") in Question.Label.values else ""
    visible = found.questions.visible_to(request.user)
    counts = dict(visible.values_list("label").annotate(many=Count("pk")).order_by())
    several = visible.filter(label=which) if which else visible
    page = Paginator(several, PAGE).get_page(request.GET.get("page"))
    titles = titles_of({number for each in page for number in each.articles}, found.centre)
    rows = [
        {"question": each, "answers": ", ".join(titles[number] for number in each.articles) or each.get_label_display()}
        for each in page
    ]
    tabs = [("", sum(counts.values()))] + [(label, counts.get(label, 0)) for label in Question.Label.values]
    return {
        "rows": rows, "pager": page, "label": which, "total": sum(counts.values()),
        "tabs": [(label, Question.Label(label).label if label else "", many) for label, many in tabs if many or not label],
        "names": [str(name) for name in NAMES.values()],
    }  # fmt: skip
