"""Dashboards and what stands behind a metric, as files; and the script that draws charts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.lib.patience import TookTooLong, patience
from regulars.lib.tables import written
from regulars.reports import drilling
from regulars.reports.asking import Asked, read
from regulars.reports.boards import panels_of
from regulars.reports.dashboards import Dashboard
from regulars.reports.drawing import script
from regulars.reports.files import as_csv, as_pdf, as_xlsx
from regulars.reports.metrics import METRICS, Metric
from regulars.reports.panels import Panel
from regulars.reports.views.dashboards import board_of, wrong
from regulars.team.actions.audit import audit
from regulars.team.guard import may
from regulars.team.permissions import Permission

A_YEAR = 365 * 24 * 60 * 60  # seconds
PATIENCE = 60_000  # milliseconds
MOST = 100_000  # lines of a table
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@may(Permission.EXPORT)
@require_GET
def dashboard_file(request: HttpRequest, word: str, kind: str) -> HttpResponse:
    """A dashboard as it is shown: csv, xlsx or pdf."""
    board, asked = board_of(word), read(request.GET, agent=request.user)
    if kind not in ("csv", "xlsx", "pdf"):
        raise Http404
    try:
        with patience(PATIENCE):
            panels = panels_of(board, asked)
    except (ValidationError, TookTooLong) as problem:
        return _refused(problem)
    audit("reports.exported", by=request.user, after={"dashboard": word, "days": asked.in_words, "kind": kind})
    return _made(board, asked, panels, kind)


@may(Permission.EXPORT)
@require_GET
def metric_file(request: HttpRequest, metric_word: str) -> HttpResponse | StreamingHttpResponse:
    """Each value behind a metric, as a table."""
    if (metric := METRICS.get(metric_word)) is None:
        raise Http404
    asked, drill = read(request.GET, agent=request.user), drilling.read_drill(request.GET)
    try:
        with patience(PATIENCE):
            found = drilling.readings(metric, asked, drill, most=MOST)[:MOST]
    except (ValidationError, TookTooLong) as problem:
        return _refused(problem)
    audit("reports.exported", by=request.user, after={"metric": metric_word, "days": asked.in_words, "kind": "csv"})
    answer = StreamingHttpResponse(written(_lines(metric, asked, found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{metric_word}.csv"'
    return answer


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


def _made(board: Dashboard, asked: Asked, panels: list[Panel], kind: str) -> HttpResponse:
    if kind == "csv":
        return _file("".join(as_csv(panels)).encode(), "text/csv; charset=utf-8", f"{board.word}.csv")
    if kind == "xlsx":
        return _file(as_xlsx(panels), EXCEL, f"{board.word}.xlsx")
    try:
        return _file(as_pdf(f"{board.name}, {asked.in_words}", panels), "application/pdf", f"{board.word}.pdf")
    except subprocess.SubprocessError:
        return HttpResponse(
            _("The page could not be drawn. Try again."), status=503, content_type="text/plain; charset=utf-8"
        )


def _lines(metric: Metric, asked: Asked, found: list[tuple[Any, ...]]) -> Iterator[list[Any]]:
    yield [
        _("Conversation"),
        _("Customer"),
        _("Subject"),
        _("Agent"),
        _("When"),
        str(metric.name),
        _("Value"),
        *([_("Comment")] if metric.most else []),
    ]
    for start in range(0, len(found), 1000):
        for each in drilling.reading_rows(metric, found[start : start + 1000]):
            about = each["conversation"]
            yield [each["number"], str(about.customer), about.subject, each["agent"], each["at"].isoformat(timespec="seconds"), each["value"], each["plain"], *([each["comment"]] if metric.most else [])]  # fmt: skip


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _refused(problem: Exception) -> HttpResponse:
    return HttpResponse(wrong(problem), status=422, content_type="text/plain; charset=utf-8")
