"""A survey on pages of others: one script, which asks in a corner of the page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from regulars.lib.throttle import asked_from
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.links import key_once
from regulars.surveys.models import Survey
from regulars.surveys.sheet import Sheet
from regulars.surveys.views.answering import answering

SCRIPT = Path(__file__).parents[1] / "assets" / "corner" / "survey.js"
LARGEST = 32 * 1024  # bytes of an answer


@gzip_page
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """`<script src="https://…/survey.js" data-survey="twice-a-year" defer></script>`."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return _open(answer)


@csrf_exempt  # nothing here listens to a cookie
@require_http_methods(["GET", "POST", "OPTIONS"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, in the language of the browser; and its answer, which is nobody's."""
    if request.method == "OPTIONS":
        return _open(HttpResponse(status=204))
    survey = get_object_or_404(Survey.objects.select_related("brand"), slug=slug, is_public=True, is_on=True)
    language = survey.language_for(request.GET.get("in", ""))
    with translation.override(language):
        return _open(
            _kept(request, survey, language) if request.method == "POST" else JsonResponse(_asked(survey, language))
        )


def _asked(survey: Survey, language: str) -> dict[str, Any]:
    sheet = Sheet(survey, language, QueryDict())
    return {
        "language": language,
        "intro": sheet.intro,
        "thanks": sheet.thanks,
        "rests": survey.rest_days,
        "words": {"send": translation.gettext("Send"), "close": translation.gettext("Not now")},
        "questions": [
            {name: row[name] for name in ("key", "kind", "words", "least", "most")}
            | {"options": [option[:2] for option in row["options"]], "onlyIf": json.loads(row["only_if"] or "null")}
            for row in sheet.rows()
        ],
    }


def _kept(request: HttpRequest, survey: Survey, language: str) -> HttpResponse:
    if answering.wait(asked_from(request)):
        return JsonResponse({"wrong": {"all": translation.gettext("Wait a minute, and send it again.")}}, status=429)
    try:
        said = json.loads(request.body[:LARGEST])
        given = said["answers"] if isinstance(said["answers"], dict) else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"wrong": {"all": "{“answers”: {…}}"}}, status=400)
    try:
        way = Way("page", place=str(said.get("place", "")), language=language, key=key_once(said.get("once")))
        give_opinion(survey, given=given, way=way)
    except ValidationError as error:
        return JsonResponse({"wrong": {name: several[0] for name, several in error.message_dict.items()}}, status=422)
    return JsonResponse({}, status=201)


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()


def _open(answer: HttpResponse) -> HttpResponse:
    """To pages of any website: what is asked here is public, and no cookie is listened to."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Headers"] = "content-type"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
