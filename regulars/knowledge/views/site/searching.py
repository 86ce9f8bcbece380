"""Searching a help centre: a page, what is shown while somebody types, and what is remembered of it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from regulars.knowledge import strangers
from regulars.knowledge.actions.note_opened import note_opened
from regulars.knowledge.actions.note_search import note_search
from regulars.knowledge.following import guides_found
from regulars.knowledge.looking import LONGEST, look, look_at_once
from regulars.knowledge.models import Article, Asked
from regulars.knowledge.places import Place
from regulars.knowledge.shelves import promoted
from regulars.knowledge.views.site.opening import around, crumbs_to, page
from regulars.lib.numbers import number_in
from regulars.lib.texts import one_line, storable
from regulars.lib.throttle import asked_from
from regulars.ui.site import Tongue

SALT = "regulars.knowledge.asked"
A_DAY = 24 * 3600  # seconds
INSTANT = 6
JUST_NOW = timedelta(minutes=1)


@page
def search(request: HttpRequest, place: Place) -> HttpResponse:
    """What the words find. Without any, the question."""
    if wait := strangers.searching.wait(asked_from(request)):
        return strangers.too_often(wait)
    words = _words(request.GET.get("q", ""))
    found = look(place, words) if words else []
    facts = {"words": words, "found": found, "crumbs": crumbs_to(place, None), "is_public": False}
    if words:
        facts["guides"] = guides_found(place, words)
        facts["asked"] = _token(_noted(place, words, len(found)))
        facts["answers"] = place.centre.is_answering and place.address("search", "answer")
        facts["promoted"] = [] if found else promoted(place)
    response = render(
        request, "knowledge/pages/site/search.html", around(place, tongues=_tongues(place, words), **facts)
    )
    response["Cache-Control"] = "private, no-store"
    return response


@page
def instant(request: HttpRequest, place: Place) -> HttpResponse:
    """The first of what the words find so far."""
    if wait := strangers.searching.wait(asked_from(request)):
        return strangers.too_often(wait)
    words = _words(request.GET.get("q", ""))
    found = look_at_once(place, words, most=INSTANT) if words else []
    return render(request, "knowledge/pages/site/_instant.html", {"found": found})


@csrf_exempt  # the page is the same for everybody: strangers.from_our_page stands in
@require_POST
@page
def asked(request: HttpRequest, place: Place) -> HttpResponse:
    """Remember what was typed and, perhaps, which article was opened then. Answers by what it is known from now on."""
    strangers.from_our_page(request)
    if wait := strangers.searching.wait(asked_from(request)):
        return strangers.too_often(wait)
    words = _words(request.POST.get("words", ""))
    if not words:
        raise Http404
    number = request.POST.get("article", "")
    known = _known(place, request.POST.get("asked", "")) or (number and _just_now(place, words))
    noted = known or _noted(place, words, len(look(place, words)))
    visible = Article.objects.visible_to(place.reader).filter(centre=place.centre)
    if opened := visible.filter(pk=number_in(number)).first():
        note_opened(noted, article=opened)
    return HttpResponse(_token(noted), content_type="text/plain")


def _tongues(place: Place, words: str) -> list[Tongue]:
    """The same question in the other languages."""
    asked = f"?{urlencode({'q': words})}" if words else ""
    return [
        Tongue(each, place.address("search", language=each) + asked, each == place.language)
        for each in place.centre.languages
    ]


def _words(given: str) -> str:
    return one_line(storable(given), limit=LONGEST)


def _noted(place: Place, words: str, found: int) -> Asked:
    return note_search(place.centre, words=words, language=place.language, found=found, by=place.reader)


def _token(noted: Asked) -> str:
    return signing.dumps(noted.pk, salt=SALT)


def _just_now(place: Place, words: str) -> Asked | None:
    """The same search, when something is opened before its page has heard how it is known."""
    fresh = Asked.objects.filter(centre=place.centre, words=words, language=place.language, opened=None)
    return fresh.filter(at__gt=timezone.now() - JUST_NOW).order_by("-at").first()


def _known(place: Place, token: str) -> Asked | None:
    try:
        return Asked.objects.filter(pk=signing.loads(token, salt=SALT, max_age=A_DAY), centre=place.centre).first()
    except signing.BadSignature:
        return None
