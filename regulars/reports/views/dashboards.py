"""Reports: dashboards, one metric with the conversations behind it, and what each metric means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.lib.conditions import describe
from regulars.lib.patience import TookTooLong, patience
from regulars.reports import charts, drilling
from regulars.reports.asking import SPANS, Asked, read
from regulars.reports.beside import named, of_members, told
from regulars.reports.dashboards import DASHBOARDS, Dashboard
from regulars.reports.drawing import script
from regulars.reports.figures import figures
from regulars.reports.metrics import METRICS, Metric
from regulars.reports.queries import standing
from regulars.reports.words import day, figure_row, said

PATIENCE = 8000  # milliseconds for a page
A_YEAR = 365 * 24 * 60 * 60  # seconds


@login_required
@require_GET
def dashboard(request: HttpRequest, word: str = "support") -> HttpResponse:
    """One dashboard over the days that are asked for."""
    if (board := DASHBOARDS.get(word)) is None:
        raise Http404
    asked = read(request.GET, agent=request.user)
    shown = _frame(request, asked) | {"board": board, "tab": board.word}
    try:
        with patience(PATIENCE):
            shown |= _board(board, asked)
    except (ValidationError, TookTooLong) as problem:
        shown["wrong"] = _wrong(problem)
    return render(request, "reports/pages/dashboard.html", shown, status=422 if "wrong" in shown else 200)


@login_required
@require_GET
def metric(request: HttpRequest, word: str) -> HttpResponse:
    """One metric: the number, its line, what it means, and each conversation behind it."""
    if (metric := METRICS.get(word)) is None:
        raise Http404
    asked, drill = read(request.GET, agent=request.user), drilling.read_drill(request.GET)
    shown = _frame(request, asked) | {"metric": metric, "drill": drill, "orders": _orders(metric)}
    try:
        with patience(PATIENCE):
            shown |= _one(metric, asked, drill)
    except (ValidationError, TookTooLong) as problem:
        shown["wrong"] = _wrong(problem)
    return render(request, "reports/pages/metric.html", shown, status=422 if "wrong" in shown else 200)


@login_required
@require_GET
def meanings(request: HttpRequest) -> HttpResponse:
    """Every metric and what it means."""
    asked = read(request.GET, agent=request.user)
    return render(
        request,
        "reports/pages/meanings.html",
        _frame(request, asked) | {"metrics": METRICS.values(), "tab": "meanings"},
    )


@login_required
@require_GET
def charts_script(request: HttpRequest, name: str) -> HttpResponse:
    """What draws charts in a browser. Its name says which edition, so it is kept for a year."""
    path = script(Path(settings.STORAGES["default"]["OPTIONS"]["location"]).parent / "charts")
    if name != path.name:
        return redirect("reports:charts_script", path.name)
    answer = FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return answer


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    return {
        "room": "reports",
        "asked": asked,
        "boards": DASHBOARDS.values(),
        "spans": SPANS,
        "address": asked.address(),
        "about": json.dumps(describe(CONVERSATION_FIELDS, asker=request.user)),
        "standing": standing(),
        "script": "/reports/charts/now.js",
    }


def _board(board: Dashboard, asked: Asked) -> dict[str, Any]:
    found = figures(board.metrics, asked)
    shown: dict[str, Any] = {
        "tiles": [
            figure_row(each, asked) | {"chart": json.dumps(charts.line(each)), "points": _points(each)}
            for each in found
        ]
    }
    if board.by:
        members = of_members(board.metrics, asked, by=board.by)
        shown["members"] = [
            {
                "name": name,
                "cells": [
                    {
                        "value": said(metric, told(metric, members, member)),
                        "address": f"/reports/metrics/{metric.word}?{asked.address(by=board.by, member=member)}",
                    }
                    for metric in board.metrics
                ],
            }
            for member, name in named(members, by=board.by)
        ]
    return shown


def _one(metric: Metric, asked: Asked, drill: drilling.Drill) -> dict[str, Any]:
    (figure,) = figures([metric], asked)
    found = drilling.readings(metric, asked, drill)
    rows = drilling.reading_rows(metric, found[: drilling.PAGE])
    more = asked.address(by=drill.by, member=drill.member, order=drill.order, skip=drill.skip + drilling.PAGE)
    return {
        "figure": figure_row(figure, asked),
        "chart": json.dumps(charts.line(figure)),
        "points": _points(figure),
        "rows": rows,
        "more": more if len(found) > drilling.PAGE else "",
    }


def _points(figure: Any) -> list[tuple[str, str, int]]:
    return [(day(each.day), said(figure.metric, each.value), each.number) for each in figure.points]


def _orders(metric: Metric) -> list[tuple[str, str]]:
    if metric.is_time:
        return [("newest", _("Newest first")), ("most", _("Longest first")), ("least", _("Shortest first"))]
    return [("newest", _("Newest first"))]


def _wrong(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return _("That is more than can be looked through at once. Ask for fewer days, or for less.")
