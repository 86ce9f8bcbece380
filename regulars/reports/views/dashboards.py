"""Reports: dashboards, one metric with the conversations behind it, and what each metric means."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.lib.conditions import describe
from regulars.lib.patience import TookTooLong, patience
from regulars.reports import drilling
from regulars.reports.asking import SPANS, Asked, read
from regulars.reports.boards import panel_of, panels_of
from regulars.reports.dashboards import DASHBOARDS, Dashboard
from regulars.reports.figures import figures
from regulars.reports.metrics import LEVEL, METRICS, Metric
from regulars.reports.now import now_on_the_wall
from regulars.reports.panels import Cell, Panel
from regulars.reports.queries import standing

PATIENCE = 8000  # milliseconds for a page
KINDS = (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF"))
SCRIPT = "/reports/charts/now.js"


@login_required
@require_GET
def dashboard(request: HttpRequest, word: str = "support") -> HttpResponse:
    """One dashboard over the days that are asked for."""
    board, asked = board_of(word), read(request.GET, agent=request.user)
    shown = frame(request, asked) | {"board": board, "tab": board.word, "may_be_narrowed": board.may_be_narrowed}
    shown |= about_conversations(request) if board.may_be_narrowed else {}
    try:
        with patience(PATIENCE):
            shown["panels"] = [_shown(panel) for panel in panels_of(board, asked)]
    except (ValidationError, TookTooLong) as problem:
        shown["wrong"] = wrong(problem)
    return render(request, "reports/pages/dashboard.html", shown, status=422 if "wrong" in shown else 200)


@login_required
@require_GET
def metric(request: HttpRequest, metric_word: str) -> HttpResponse:
    """One metric: the number, its line, what it means, and each conversation behind it."""
    if (metric := METRICS.get(metric_word)) is None:
        raise Http404
    asked, drill = read(request.GET, agent=request.user), drilling.read_drill(request.GET)
    shown = frame(request, asked) | {"metric": metric, "drill": drill, "orders": _orders(metric)}
    shown |= about_conversations(request) | {"may_be_narrowed": True}
    try:
        with patience(PATIENCE):
            shown |= _one(metric, asked, drill)
    except (ValidationError, TookTooLong) as problem:
        shown["wrong"] = wrong(problem)
    return render(request, "reports/pages/metric.html", shown, status=422 if "wrong" in shown else 200)


@login_required
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The wallboard, which looks anew by itself."""
    shown = {"wall": now_on_the_wall(request.user)}
    if request.htmx:
        return render(request, "reports/pages/_wall.html", shown)
    asked = read(request.GET, agent=request.user)
    return render(request, "reports/pages/now.html", frame(request, asked) | shown | {"tab": "now"})


@login_required
@require_GET
def meanings(request: HttpRequest) -> HttpResponse:
    """Every metric and what it means."""
    asked = read(request.GET, agent=request.user)
    return render(
        request, "reports/pages/meanings.html", frame(request, asked) | {"metrics": METRICS.values(), "tab": "meanings"}
    )


def board_of(word: str) -> Dashboard:
    """Raises Http404."""
    if (board := DASHBOARDS.get(word)) is None:
        raise Http404
    return board


def frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What stands around every page of reports."""
    return {
        "room": "reports",
        "asked": asked,
        "boards": DASHBOARDS.values(),
        "spans": SPANS,
        "address": asked.address(),
        "standing": standing(),
        "script": SCRIPT,
        "kinds": KINDS,
    }


def about_conversations(request: HttpRequest) -> dict[str, str]:
    """For pages with the editor of conditions: what may be asked. It takes a dozen questions."""
    return {"about": json.dumps(describe(CONVERSATION_FIELDS, asker=request.user))}


def wrong(problem: Exception) -> str:
    """What is wrong with what was asked, in words."""
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return _("That is more than can be looked through at once. Ask for fewer days, or for less.")


def _shown(panel: Panel) -> dict[str, Any]:
    return {"panel": panel, "chart": json.dumps(panel.chart) if panel.chart else "", "rows": _rows(panel)}


def _rows(panel: Panel) -> SafeString:
    """The lines of its table. A dashboard has hundreds: a template would take longer for them than all the numbers."""
    return mark_safe("".join(f"<tr>{''.join(map(_cell, row, count()))}</tr>" for row in panel.rows))  # noqa: S308 each cell is escaped


def _cell(cell: Any, place: int) -> str:
    words, address, _value = cell if isinstance(cell, Cell) else Cell(cell)
    if place == 0:
        return f'<th scope="row">{escape(words)}</th>'
    leads = f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)
    return f'<td class="number">{leads}</td>'


def _one(metric: Metric, asked: Asked, drill: drilling.Drill) -> dict[str, Any]:
    (figure,) = figures([metric], asked)
    found = drilling.readings(metric, asked, drill)
    more = asked.address(by=drill.by, member=drill.member, order=drill.order, skip=drill.skip + drilling.PAGE)
    return {
        "shown": _shown(panel_of(figure, asked)),
        "found": drilling.reading_rows(metric, found[: drilling.PAGE]),
        "more": more if len(found) > drilling.PAGE else "",
    }


def _orders(metric: Metric) -> list[tuple[str, str]]:
    if metric.is_time:
        return [("newest", _("Newest first")), ("most", _("Longest first")), ("least", _("Shortest first"))]
    if metric.unit == LEVEL:
        return [("newest", _("Newest first")), ("most", _("Oldest first"))]
    return [("newest", _("Newest first"))]
