"""What customers think: each survey's figure, the answers, and those of one customer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from regulars.customers.merging import survivor_of
from regulars.surveys import queries, rows
from regulars.surveys.models import Opinion, Survey
from regulars.surveys.results import headlines, results_of

ROOM = {"room": "feedback"}
SPANS = (30, 90, 365)
A_PAGE = 30
ASKED = ("survey", "agent", "theme", "words", "which")


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Each survey with its figure, the cases that are due first, and the newest words."""
    span = span_asked(request)
    newest = queries.opinions(agent=request.user, asked={"which": "comment"})[:8]
    shown = {
        "page": "overview",
        "surveys": headlines(span["span"], agent=request.user),
        "cases": rows.case_rows(queries.cases(agent=request.user)[:6]),
        "opinions": rows.opinion_rows(newest),
    }
    return render(request, "surveys/pages/overview.html", ROOM | shown | span)


@login_required
@require_GET
def one_survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Its figure with how sure it is, over time, by team and agent; who answered, and who was not asked."""
    survey, span = get_object_or_404(Survey, pk=survey_id), span_asked(request)
    shown = {"page": "overview", "survey": survey, **results_of(survey, span["span"], agent=request.user)}
    return render(request, "surveys/pages/results.html", ROOM | shown | span)


@login_required
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """All answers, or those that are asked for."""
    asked = {name: request.GET.get(name, "")[:200] for name in ASKED}
    page = Paginator(queries.opinions(agent=request.user, asked=asked), A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": "answers", "rows": rows.opinion_rows(page), "list": page, "asked": asked}
    shown |= {"surveys": Survey.objects.all(), "words": request.GET.copy()}
    shown["words"].pop("page", None)
    shown["words"] = shown["words"].urlencode()
    return render(request, "surveys/pages/answers.html", ROOM | shown)


@login_required
@require_GET
def of_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: what a customer told us last."""
    theirs = Opinion.objects.visible_to(request.user).filter(customer=survivor_of(customer_id))
    several = theirs.select_related("survey", "customer", "case").order_by("-at", "-pk")[:4]
    return render(request, "surveys/pages/_of_customer.html", {"rows": rows.opinion_rows(several)})


def span_asked(request: HttpRequest) -> dict[str, Any]:
    """The last `days`: 30, 90 or 365."""
    days = next((each for each in SPANS if str(each) == request.GET.get("days")), 90)
    now = timezone.now()
    return {"days": days, "spans": SPANS, "span": queries.Span(now - timedelta(days=days), now)}
