"""Reviews that were written elsewhere, taken in as a table."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.lib.refusal import refusal
from regulars.surveys.actions.import_reviews import SHOWN, Taken, import_reviews
from regulars.surveys.models import Survey
from regulars.surveys.reviews import COLUMNS
from regulars.team.guard import may
from regulars.team.permissions import Permission

LARGEST = 20 * 1024 * 1024  # bytes


@may(Permission.FEEDBACK)
@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Take in a table; then how it went."""
    survey, wrong, taken = get_object_or_404(Survey, pk=survey_id), "", None
    if request.method == "POST":
        try:
            taken = _taken(request, survey)
        except ValidationError as error:
            wrong = " ".join(error.messages)
    shown = {
        "room": "settings",
        "page": "surveys",
        "survey": survey,
        "columns": COLUMNS,
        "wrong": wrong,
        "taken": taken,
    }
    if taken:
        shown["refused"] = taken.refused[:SHOWN]
    return render(request, "surveys/pages/reviews.html", shown, status=422 if wrong else 200)


def _taken(request: HttpRequest, survey: Survey) -> Taken:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise refusal("file", _("Choose a file."), "missing")
    if file.size > LARGEST:
        raise refusal("file", _("At most 20 MB."))
    return import_reviews(survey, content=file.read(), by=request.user)
