"""Runs: begun, watched, looked into question by question, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.assistant.actions.begin_run import begin_run
from regulars.assistant.actions.remove_run import remove_run
from regulars.assistant.actions.stop_run import stop_run
from regulars.assistant.evaluation_forms import RunForm
from regulars.assistant.figure_rows import IN_TURN, NAMES, facts_of, result_rows, threshold_rows, tiles
from regulars.assistant.figures import by_least, figures_of
from regulars.assistant.models import Result, Run, Verdict
from regulars.assistant.result_rows import as_csv, whole_result
from regulars.assistant.views.evaluation import PAGE, ROOM, page_of_set, the_set
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_POST
def begin(request: HttpRequest, set_id: int) -> HttpResponse:
    """Put the questions of a set."""
    found, form = the_set(set_id), RunForm(request.POST)
    if form.is_valid():
        try:
            return redirect("assistant:run", begin_run(found, **form.cleaned_data, by=request.user).pk)
        except ValidationError as error:
            form.add_error(None, [says for several in error.message_dict.values() for says in several])
    return page_of_set(request, found, run_form=form)


@may(Permission.KNOWLEDGE)
@require_GET
def run(request: HttpRequest, trial_id: int) -> HttpResponse:
    """What it comes to, and each question with what became of it."""
    found = the_run(trial_id)
    figures = figures_of(found)
    which = request.GET.get("verdict") if request.GET.get("verdict") in Verdict.values else ""
    put = found.results.visible_to(request.user).exclude(state=Result.State.WAITING)
    judged = put.judged().select_related("question")
    page = Paginator(judged.filter(verdict=which) if which else judged, PAGE).get_page(request.GET.get("page"))
    facts = {
        "run": found, "set": found.set, "centre": found.set.centre, "is_going": found.finished_at is None,
        "put": figures.counts.total(), "tiles": tiles(figures), "facts": facts_of(found, figures),
        "thresholds": threshold_rows(by_least(found), found) if found.way == Run.Way.QUOTE else [],
        "names": NAMES.values(), "verdict": which, "pager": page, "rows": result_rows(list(page), centre=found.set.centre),
        "tabs": [(each, each.label, figures.counts[each]) for each in IN_TURN if figures.counts[each]],
        "others": found.set.runs.exclude(pk=found.pk)[:20],
    }  # fmt: skip
    return render(request, "assistant/pages/run.html", ROOM | facts)


@may(Permission.KNOWLEDGE)
@require_GET
def progress(request: HttpRequest, trial_id: int) -> HttpResponse:
    """A fragment: how far it is. When it has ended, the page looks anew."""
    found = the_run(trial_id)
    put = found.results.exclude(state=Result.State.WAITING).count()
    facts = {"run": found, "is_going": found.finished_at is None, "put": put}
    answer = render(request, "assistant/pages/_progress.html", facts)
    if found.finished_at:
        answer["HX-Refresh"] = "true"
    return answer


@may(Permission.KNOWLEDGE)
@require_POST
def stop(request: HttpRequest, trial_id: int) -> HttpResponse:
    found = the_run(trial_id)
    stop_run(found, by=request.user)
    return redirect("assistant:run", found.pk)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, trial_id: int) -> HttpResponse:
    found = the_run(trial_id)
    remove_run(found, by=request.user)
    messages.success(request, _("“%s” is gone.") % found)
    return redirect("assistant:question_set", found.set_id)


@may(Permission.KNOWLEDGE)
@require_GET
def download(request: HttpRequest, trial_id: int) -> StreamingHttpResponse:
    """Every question and what became of it, as CSV."""
    lines: Iterator[str] = as_csv(the_run(trial_id), agent=request.user)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="run-{trial_id}.csv"'
    return answer


@may(Permission.KNOWLEDGE)
@require_GET
def result(request: HttpRequest, result_id: int) -> HttpResponse:
    """One question: what was found, what was said and why, and what should have been."""
    rows = Result.objects.visible_to(request.user).judged().select_related("question", "run__set__centre__brand")
    found: Any = get_object_or_404(rows, pk=result_id)
    return render(request, "assistant/pages/result.html", ROOM | whole_result(found))


def the_run(trial_id: int) -> Run:
    return get_object_or_404(Run.objects.select_related("set__centre__brand", "made_by"), pk=trial_id)
