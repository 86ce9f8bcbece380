"""The front page of a help centre, the choice of one, and the way from its address to a language."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from regulars.knowledge.following import guides_here
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.places import Place, centre_of, language_for, reader_of
from regulars.knowledge.shelves import front, promoted
from regulars.knowledge.structured import json_ld
from regulars.knowledge.views.site.opening import alternates, around, page
from regulars.team.models import Agent
from regulars.ui.site import Site


@page
def home(request: HttpRequest, place: Place) -> HttpResponse:
    """What stands on the shelves, and the search."""
    facts = {
        "shelves": front(place),
        "promoted": promoted(place),
        "guides": guides_here(place),
        "canonical": place.canonical(),
        "alternates": alternates(place, {each: place.canonical(language=each) for each in place.centre.languages}),
        "data": json_ld({"@type": "WebSite", "name": place.centre.title, "url": place.canonical()}),
    }
    return render(request, "knowledge/pages/site/home.html", around(place, **facts))


def choose_language(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """To the front page in the language that this reader likes best."""
    centre = centre_of(request, slug)
    response = redirect(Place(centre, language_for(request, centre), None, slug is None).address())
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def choose_centre(request: HttpRequest) -> HttpResponse:
    """Whose help is meant: when there is one help centre, its own."""
    several = HelpCentre.objects.select_related("brand")
    several = several if isinstance(reader_of(request), Agent) else several.filter(is_open=True)
    places = [Place(each, language_for(request, each), None, False) for each in several]
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect(places[0].address())
    site = Site(name=places[0].centre.brand.name, home="/help", language=request.LANGUAGE_CODE)
    choices = [(each.centre, each.address()) for each in places]
    return render(request, "knowledge/pages/site/centres.html", {"site": site, "choices": choices})
