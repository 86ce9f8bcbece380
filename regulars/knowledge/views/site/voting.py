"""Was this helpful? What readers say of an article."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from regulars.customers.models import Customer
from regulars.knowledge import strangers
from regulars.knowledge.actions.vote import vote
from regulars.knowledge.leading import translation_at
from regulars.knowledge.places import Place
from regulars.knowledge.views.site.opening import page
from regulars.lib.throttle import asked_from


@csrf_exempt  # the page is the same for everybody: strangers.from_our_page stands in
@require_POST
@page
def helpful(request: HttpRequest, place: Place, article_slug: str) -> HttpResponse:
    """Keep what the reader says; a page without scripts comes back to the article."""
    strangers.from_our_page(request)
    if wait := strangers.voting.wait(asked_from(request)):
        return strangers.too_often(wait)
    found = translation_at(place, article_slug)
    if found is None or request.POST.get("helpful") not in ("yes", "no"):
        raise Http404
    visitor = strangers.visitor_of(request)
    by = place.reader if isinstance(place.reader, Customer) else None
    facts = {"is_helpful": request.POST["helpful"] == "yes", "comment": request.POST.get("comment")}
    try:
        vote(found, visitor=visitor, by=by, **facts)  # type: ignore[arg-type]
        error = ""
    except ValidationError as refused:
        error = refused.messages[0]
    response = _answer(request, place.address("articles", found.slug), facts, error)
    strangers.remember(response, visitor)
    return response


def _answer(request: HttpRequest, address: str, facts: dict[str, object], error: str) -> HttpResponse:
    if not request.htmx and not error and "X-Fragment" not in request.headers:
        return redirect(f"{address}?thanks={request.POST['helpful']}#helpful")
    said = {
        "vote_address": request.path,
        "helpful": request.POST["helpful"],
        "has_said": bool(facts["comment"]),
        "error": error,
    }
    return render(request, "knowledge/pages/site/_helpful.html", said, status=422 if error else 200)
