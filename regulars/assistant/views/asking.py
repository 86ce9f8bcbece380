"""What a help centre's search asks beside what it finds: an answer, with where it stands."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from regulars.assistant.actions.answer_search import answer_search
from regulars.assistant.making import links_of
from regulars.assistant.models import Answer
from regulars.knowledge import strangers
from regulars.knowledge.places import Place
from regulars.knowledge.views.site.opening import page
from regulars.lib.texts import one_line, storable
from regulars.lib.throttle import Throttle, asked_from

SALT = "regulars.assistant.answer"
A_DAY = 24 * 3600  # seconds
LONGEST = 500  # characters of a question
asking = Throttle(per_second=1 / 4, burst=20)  # how often a model writes, `limits.py` says


@csrf_exempt  # the page is the same for everybody: strangers.from_our_page stands in
@require_POST
@page
def answer(request: HttpRequest, place: Place) -> HttpResponse:
    """The answer, or 204; with `solved`, that it helped."""
    strangers.from_our_page(request)
    if wait := asking.wait(asked_from(request)):
        return strangers.too_often(wait)
    if known := request.POST.get("solved", ""):
        return _thanks(request, known)
    words = one_line(storable(request.POST.get("q", "")), limit=LONGEST)
    made = answer_search(words, place=place, asked_from=asked_from(request))
    if made is None or not made.text:
        return HttpResponse(status=204)
    facts = {
        "answer": made,
        "sources": links_of(made.evidence),
        "token": signing.dumps(made.pk, salt=SALT) if made.pk else "",
    }
    return render(request, "assistant/pages/site/_answer.html", facts)


def _thanks(request: HttpRequest, token: str) -> HttpResponse:
    try:
        number = signing.loads(token, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return HttpResponse(status=204)
    solved = {"outcome": Answer.Outcome.SOLVED, "settled_at": timezone.now()}
    Answer.objects.filter(pk=number, outcome=Answer.Outcome.OPEN).update(**solved)
    return render(request, "assistant/pages/site/_answer.html", {"is_thanks": True})
