"""Sets of questions, and what they come to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from regulars.assistant.actions.bring_in_questions import bring_in_questions
from regulars.assistant.actions.gather_questions import gather_questions
from regulars.assistant.actions.remove_question_set import remove_question_set
from regulars.assistant.actions.save_question_set import save_question_set
from regulars.assistant.evaluation_forms import FileForm, GatherForm, NewSetForm, RunForm
from regulars.assistant.models import QuestionSet
from regulars.assistant.set_rows import question_rows, run_rows, set_rows
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.views.articles import the_centre
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "knowledge", "page": "evaluation"}
PAGE = 100  # questions


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest) -> HttpResponse:
    """The sets of a help centre; posting begins one."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    form = NewSetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = save_question_set(None, centre=centre, name=form.cleaned_data["name"], by=request.user)
            return redirect("assistant:question_set", made.pk)
        except ValidationError as error:
            form.add_error(None, error)
    facts = {"centre": centre, "centres": HelpCentre.objects.all(), "rows": set_rows(centre), "form": form}
    return render(request, "assistant/pages/evaluation.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET"])
def question_set(request: HttpRequest, set_id: int) -> HttpResponse:
    """Its runs, and its questions."""
    return page_of_set(request, the_set(set_id))


@may(Permission.KNOWLEDGE)
@require_POST
def bring_in(request: HttpRequest, set_id: int) -> HttpResponse:
    """Questions from a file: all of it, or what is wrong with each line."""
    found, form = the_set(set_id), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return page_of_set(request, found, file_form=form)
    try:
        brought = bring_in_questions(
            found, content=form.cleaned_data["file"], language=form.cleaned_data["language"], by=request.user
        )
    except ValidationError as error:
        return page_of_set(request, found, file_form=form, wrong=told(error))
    says = ngettext("%d question was added.", "%d questions were added.", brought.kept) % brought.kept
    if brought.known:
        says += " " + _("%d were there already, and stay as they are.") % brought.known
    messages.success(request, says)
    return redirect("assistant:question_set", found.pk)


@may(Permission.KNOWLEDGE)
@require_POST
def gather(request: HttpRequest, set_id: int) -> HttpResponse:
    """Questions from settled conversations."""
    found, form = the_set(set_id), GatherForm(request.POST)
    if not form.is_valid():
        return page_of_set(request, found, gather_form=form)
    many = gather_questions(found, most=form.cleaned_data["most"], by=request.user)
    says = ngettext("%d question was added.", "%d questions were added.", many) % many
    messages.success(request, says if many else _("There is no settled conversation that is not in the set already."))
    return redirect("assistant:question_set", found.pk)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, set_id: int) -> HttpResponse:
    found = the_set(set_id)
    remove_question_set(found, by=request.user)
    messages.success(request, _("“%s” is gone, with its runs.") % found)
    return redirect(f"/assistant/evaluation?centre={found.centre_id}")


def the_set(set_id: int) -> QuestionSet:
    return get_object_or_404(QuestionSet.objects.select_related("centre__brand"), pk=set_id)


def page_of_set(request: HttpRequest, found: QuestionSet, **forms: Any) -> HttpResponse:
    """The page, with what was sent and why it was refused."""
    usual = {"file_form": FileForm(), "gather_form": GatherForm(), "run_form": RunForm(), "wrong": []}
    facts = (
        usual | forms | {"set": found, "centre": found.centre, "runs": run_rows(found), **question_rows(request, found)}
    )
    return render(request, "assistant/pages/question_set.html", ROOM | facts, status=422 if forms else 200)


def told(error: ValidationError) -> list[str]:
    """Each thing that is wrong in a file, with its line and field."""
    found = []
    for place, several in error.message_dict.items():
        line, _dot, field = place.rpartition(".")
        where = _("Line %(line)s, %(field)s:") % {"line": line, "field": field} if line else ""
        found += [f"{where} {says}".strip() for says in several]
    return found
