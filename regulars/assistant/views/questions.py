"""One question of a set: what answers it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.assistant.actions.label_question import label_question
from regulars.assistant.actions.remove_question import remove_question
from regulars.assistant.evaluation_forms import LabelForm
from regulars.assistant.figure_rows import titles_of
from regulars.assistant.models import Question
from regulars.assistant.views.evaluation import ROOM
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Look, and say what answers it."""
    found = _question(request, question_id)
    centre = found.set.centre
    said = {"label": found.label, "articles": " | ".join(f"#{number}" for number in found.articles)}
    form = LabelForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            label_question(found, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept. All runs are judged by it."))
            return redirect("assistant:question_set", found.set_id)
    facts = {"question": found, "set": found.set, "form": form, "titles": titles_of(found.articles, centre).items()}
    return render(request, "assistant/pages/question.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, question_id: int) -> HttpResponse:
    found = _question(request, question_id)
    remove_question(found, by=request.user)
    messages.success(request, _("The question is gone, from all runs, too."))
    return redirect("assistant:question_set", found.set_id)


def _question(request: HttpRequest, question_id: int) -> Question:
    return get_object_or_404(
        Question.objects.visible_to(request.user).select_related("set__centre__brand"), pk=question_id
    )
