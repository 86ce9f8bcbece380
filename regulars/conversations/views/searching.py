"""Around a search: what may come next while somebody types, and who and what else has these words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.conversations.found import Found, found_by, look_for
from regulars.conversations.queries import Choice
from regulars.conversations.search.excerpts import with_excerpts
from regulars.conversations.search.suggesting import suggestions
from regulars.conversations.tags import used_tags
from regulars.customers.finding import companies_like, people_like

FEW = 3


@login_required
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """What may stand next in a search, as JSON."""
    found = suggestions(request.GET.get("q", "")[:200], agent=request.user)
    return JsonResponse({"suggestions": [each._asdict() for each in found]})


@login_required
@require_GET
def around(request: HttpRequest) -> HttpResponse:
    """A fragment: the customers, companies and tags that are called so."""
    what = look_for(request.GET.get("q", "")[:200], agent=request.user)
    words = " ".join(term.value for term in what.terms if not term.key)
    shown: dict[str, Any] = {"people": [], "companies": [], "tags": []}
    if len(words) > 1:
        shown = {"people": people_like(words, limit=FEW), "companies": companies_like(words, limit=FEW)}
        shown["tags"] = [tag for tag in used_tags() if words.lower() in tag][:FEW]
    return render(request, "conversations/pages/_around.html", shown)


def searched(words: str, choice: Choice, **wanted: Any) -> tuple[Found, list[str]]:
    """A page of what was found, each row with its excerpt, and what could not be understood."""
    what = look_for(words, agent=wanted["agent"])
    found = found_by(what, choice, **wanted)
    with_excerpts(found.rows, what)
    return found, what.problems
