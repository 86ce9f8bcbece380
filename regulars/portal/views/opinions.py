"""What a customer is asked and has not answered yet, and what may be answered by whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from regulars.portal.brands import site_of
from regulars.portal.guard import signed_in
from regulars.surveys.links import code_of
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.queries import offered, open_for
from regulars.ui.moments import Times


@signed_in
@require_GET
def opinions(request: HttpRequest) -> HttpResponse:
    """Each leads to the page that takes the answer, at this address, where they are signed in; what they have said stands below."""
    person = request.customer_reader.details
    times, language = Times(), request.LANGUAGE_CODE
    asked = open_for(person.pk) if person else []
    others = offered().exclude(opinions__customer=person) if person else ()
    given = Opinion.objects.filter(customer=person).select_related("survey") if person else Opinion.objects.none()
    shown = {
        "site": site_of(request, page="opinions"),
        "asked": [
            {
                "words": _title(each.survey, language),
                "about": each.conversation,
                "link": reverse("opinion", args=[code_of(each)]),
            }
            for each in asked
        ],
        "offered": [
            {"words": _title(each, language), "link": reverse("public_opinion", args=[each.slug])} for each in others
        ],
        "given": [
            {"opinion": each, "words": _title(each.survey, language), "when": times.moment(each.at)}
            for each in given.order_by("-at")[:20]
        ],
    }
    return render(request, "portal/pages/opinions.html", shown)


def _title(survey: Survey, language: str) -> str:
    return survey.says("subject", language) or survey.name
