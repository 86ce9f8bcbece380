"""A troubleshooting guide as customers follow it: a page for where it begins, and one for each step."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from regulars.knowledge import strangers
from regulars.knowledge.actions.begin_guide import begin_guide
from regulars.knowledge.actions.note_guide_step import note_guide_step
from regulars.knowledge.following import Trail, first_step, guide_at, in_languages, number_of, request_forms, trail
from regulars.knowledge.guiding import read
from regulars.knowledge.leading import as_kept
from regulars.knowledge.models import Article, Guide
from regulars.knowledge.models.readable import Visibility
from regulars.knowledge.places import Place
from regulars.knowledge.shelves import lines_of
from regulars.knowledge.showing import shown, sources_of_films
from regulars.knowledge.views.site.opening import alternates, around, crumbs_to, page
from regulars.lib.languages import direction_of
from regulars.lib.throttle import asked_from
from regulars.ui.site import Tongue


@csrf_exempt  # the page is the same for everybody: strangers.from_our_page stands in
@page
def guide(request: HttpRequest, place: Place, guide_slug: str) -> HttpResponse:
    """What it is about, and the button that begins it."""
    found = _found(place, guide_slug)
    if request.method == "POST":
        return _begin(request, place, found)
    same = in_languages(place, found)
    if place.language != found.language and place.language in same:
        return redirect(place.address("guides", same[place.language].slug))
    public = {language: each for language, each in same.items() if each.visibility == Visibility.PUBLIC}
    facts = {
        "conversation": number_of(request.GET.get("conversation")), "description": found.plan["intro"],
        "canonical": place.canonical("guides", found.slug, language=found.language), "is_public": found.visibility == Visibility.PUBLIC,
        "alternates": alternates(place, {language: place.canonical("guides", each.slug, language=language) for language, each in public.items()}),
    }  # fmt: skip
    return render(request, "knowledge/pages/site/guide.html", around(place, **_about(place, found, same), **facts))


def _begin(request: HttpRequest, place: Place, found: Guide) -> HttpResponse:
    """To the first step, remembering that somebody has begun. Whoever begins too often is led on, and not counted."""
    strangers.from_our_page(request)
    is_counted = not strangers.voting.wait(asked_from(request))
    run = begin_guide(found, by=place.reader).key if is_counted else ""
    conversation = number_of(request.POST.get("conversation"))
    root = place.address("guides", found.slug)
    return redirect(first_step(read(found.plan), root, run=run, conversation=conversation))


@page
def step(request: HttpRequest, place: Place, guide_slug: str, key: str) -> HttpResponse:
    """One step, with the answers that lead on."""
    found = _found(place, guide_slug)
    here = trail(read(found.plan), place.address("guides", found.slug), as_kept(key), request.GET)
    if here is None:
        raise Http404
    is_followed = bool(here.run) and here.way[0] == here.plan.start
    if is_followed:
        note_guide_step(found, run=here.run, way=here.way)
    response = show(request, place, found, here)
    if is_followed:
        response["Cache-Control"] = "private, no-store"
    return response


def show(request: HttpRequest, place: Place, found: Guide, here: Trail, **more: Any) -> HttpResponse:
    """The page of a step: as it was published, or as it is being written."""
    words = shown(here.stop.html)
    facts = {
        "trail": here, "stop": here.stop, "words": words, "root": here.root, "article": _article(place, here.stop.article),
        "ask_address": here.asking(request_forms()), **more,
    }  # fmt: skip
    response = render(
        request,
        "knowledge/pages/site/guide_step.html",
        around(place, **_about(place, found, in_languages(place, found)), **facts),
    )
    if sources := sources_of_films(words):
        response._csp_update = sources  # type: ignore[attr-defined]
    return response


def _found(place: Place, slug: str) -> Guide:
    found = guide_at(place, as_kept(slug))
    if found is None:
        raise Http404
    return found


def _about(place: Place, found: Guide, same: dict[str, Guide]) -> dict[str, Any]:
    return {
        "guide": found, "plan": read(found.plan), "crumbs": crumbs_to(place, found.category), "direction": direction_of(found.language),
        "is_internal": found.visibility == Visibility.AGENTS, "spot": ("guides", found.slug), "tongues": _tongues(place, found, same),
    }  # fmt: skip


def _tongues(place: Place, found: Guide, same: dict[str, Guide]) -> list[Tongue]:
    """The same guide in the other languages; where it is in none of them, the page as it is with their words around it."""
    spots = {
        each: place.address("guides", same.get(each, found).slug, language=each) for each in place.centre.languages
    }
    return [Tongue(language, address, language == place.language) for language, address in spots.items()]


def _article(place: Place, number: int | None) -> Any:
    """The article that an end leads to, if this reader may read it."""
    visible = Article.objects.visible_to(place.reader).filter(pk=number) if number else None
    return next(iter(lines_of(place, visible.values_list("pk", flat=True))), None) if visible is not None else None
