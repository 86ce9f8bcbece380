"""For whoever runs surveys: what is asked, whom, how often, and what follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.surveys.actions.save_pacing import save_pacing
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.editing import KINDS, cards, questions_from, text_rows, texts_from
from regulars.surveys.forms import PacingForm, SurveyForm
from regulars.surveys.links import page_line, public_link
from regulars.surveys.models import Pacing, Survey
from regulars.surveys.posters import poster
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "surveys"}


@may(Permission.FEEDBACK)
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """All of them, and how often customers are asked."""
    shown = {"surveys": Survey.objects.select_related("brand"), "pacing": Pacing.of_house()}
    return render(request, "surveys/pages/surveys.html", ROOM | shown)


@may(Permission.FEEDBACK)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, survey_id: int | None = None) -> HttpResponse:
    """A new survey, or one that there is, with its questions."""
    survey = get_object_or_404(Survey, pk=survey_id) if survey_id else Survey()
    form = SurveyForm(request.POST if request.method == "POST" else None, instance=survey)
    if form.is_bound and form.is_valid() and _is_kept(request, form):
        messages.success(request, _("“%s” is kept.") % survey)
        return redirect("surveys:survey", survey.pk)
    return _page(request, form)


@may(Permission.FEEDBACK)
@require_http_methods(["GET", "POST"])
def pacing(request: HttpRequest) -> HttpResponse:
    """How often one customer is asked at all."""
    form = PacingForm(request.POST if request.method == "POST" else None, instance=Pacing.of_house())
    if form.is_bound and form.is_valid():
        try:
            save_pacing(form.instance, by=request.user)
            messages.success(request, _("Kept."))
            return redirect("surveys:surveys")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "surveys/pages/pacing.html", ROOM | {"form": form}, status=422 if form.errors else 200)


@may(Permission.FEEDBACK)
@require_GET
def code(request: HttpRequest, survey_id: int) -> HttpResponse:
    """A code to hang up in the shop; `place` says where it hangs."""
    survey = get_object_or_404(Survey, pk=survey_id)
    drawn = poster(public_link(survey, place=request.GET.get("place", "")[:60]))
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.svg"'
    return answer


def _is_kept(request: HttpRequest, form: SurveyForm) -> bool:
    survey: Any = form.instance
    survey.languages = form.cleaned_data["languages"]
    if survey.pk and survey.languages:
        survey.questions = questions_from(request.POST, survey.languages)
        survey.texts = texts_from(request.POST, survey.languages)
    try:
        save_survey(survey, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _page(request: HttpRequest, form: SurveyForm) -> HttpResponse:
    survey: Any = form.instance
    shown: dict[str, Any] = {"form": form, "survey": survey, "kinds": KINDS}
    if survey.pk:
        kept = Survey.objects.get(pk=survey.pk)  # what is being said of it may be wrong
        languages = survey.languages or ["en"]
        shown |= {
            "cards": cards(survey.questions, languages),
            "texts": text_rows(survey),
            "kept": kept,
            "link": public_link(kept),
            "line": page_line(kept),
        }
    return render(request, "surveys/pages/survey.html", ROOM | shown, status=422 if form.is_bound else 200)
