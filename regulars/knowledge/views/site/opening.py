"""How every page of a help centre is opened: found, in the reader's language, and told how long it may be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

from regulars.knowledge.models import Category
from regulars.knowledge.places import (
    Place,
    address_of,
    centre_of,
    language_for,
    language_of_words,
    reader_of,
    site_of,
    spoken,
)
from regulars.knowledge.shelves import path_to
from regulars.ui.site import Tongue

View = Callable[..., HttpResponse]
# Where articles and categories stood at Zendesk and Intercom, when the brand's host came here with them.
OLD = re.compile(
    r"(?:hc/)?(?P<language>[A-Za-z0-9-]{2,12})/(?P<kind>articles|categories|sections|collections)/(?P<slug>[^/]+)"
)
OLD_FRONT = re.compile(r"hc(?:/(?P<language>[A-Za-z0-9-]{2,12}))?")
KEPT = 60  # seconds that a page for everybody may be kept: so long may something withdrawn still be seen


def page(view: View) -> View:
    """`view(request, place, …)` for an address that names a help centre (unless its host does) and a language."""

    @wraps(view)
    def opened(request: HttpRequest, language: str, slug: str | None = None, **facts: Any) -> HttpResponse:
        centre = centre_of(request, slug)
        place = Place(centre, spoken(centre, language), reader_of(request), slug is None)
        if not place.language:
            raise Http404
        if language != place.language and request.method == "GET":
            return _in_other_words(request, place, language)
        with translation.override(language_of_words(place.language)):
            try:
                response = view(request, place, **facts)
            except Http404:
                response = missing(request, place)
        response["Content-Language"] = place.language
        return kept(request, response, place.reader)

    return opened


def _in_other_words(request: HttpRequest, place: Place, language: str) -> HttpResponse:
    """The same page, with the language as the centre writes it."""
    rest = request.path[len(f"{unquote(place.root)}/{language}") :]
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return redirect(place.address() + quote(rest) + query)


def elsewhere(request: HttpRequest, rest: str, slug: str | None = None) -> HttpResponse:
    """An address that leads nowhere, said in the reader's language; one with a slash too many leads on."""
    centre = centre_of(request, slug)
    place = Place(centre, language_for(request, centre), reader_of(request), slug is None)
    if rest.endswith("/") and rest.strip("/"):
        return redirect(f"{place.root}/{quote(rest.strip('/'))}")
    if old := OLD.fullmatch(rest) or OLD_FRONT.fullmatch(rest):
        return _from_before(place, **old.groupdict())
    with translation.override(language_of_words(place.language)):
        return kept(request, missing(request, place), place.reader)


def _from_before(place: Place, language: str | None, kind: str = "", slug: str = "") -> HttpResponse:
    spot = [] if not kind else ["articles" if kind == "articles" else "categories", slug]
    return redirect(place.address(*spot, language=spoken(place.centre, language or "")), permanent=bool(kind))


def missing(request: HttpRequest, place: Place) -> HttpResponse:
    """Nothing is there for this reader: whether there is for others is not said."""
    more = address_of("portal:sign_in") if place.reader is None else ""
    return render(request, "knowledge/pages/site/missing.html", around(place, sign_in_address=more), status=404)


def kept(request: HttpRequest, response: HttpResponse, reader: object) -> HttpResponse:
    """Pages for everybody may be kept for a minute by whoever serves them; those for one reader by nobody."""
    patch_vary_headers(response, ["Cookie"])
    if "Cache-Control" in response:
        return response
    if reader is not None or response.status_code != 200 or request.method not in ("GET", "HEAD"):
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = f"public, max-age={KEPT}"
    if not response.streaming:
        set_response_etag(response)
    return get_conditional_response(request, etag=response.get("ETag"), response=response) or response


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the front page to where a reader is."""

    name: str
    address: str
    canonical: str


def crumbs_to(place: Place, category: Category | None) -> list[Crumb]:
    """The front page, and the categories down to this one."""
    steps = [Crumb(_("Help"), place.address(), place.canonical())]
    for each in path_to(category):
        spot = ("categories", each.slug)
        steps.append(Crumb(each.name_in(place.language), place.address(*spot), place.canonical(*spot)))
    return steps


def alternates(place: Place, addresses: dict[str, str]) -> list[tuple[str, str]]:
    """Where else the same is written, by language, for search engines; with the one for everybody else last."""
    if len(addresses) < 2:
        return []
    usual = addresses.get(place.centre.language)
    return [*addresses.items(), *([("x-default", usual)] if usual else [])]


def around(place: Place, *, spot: Sequence[str] = (), tongues: Sequence[Tongue] = (), **facts: Any) -> dict[str, Any]:
    """What every page of a help centre is made with. `spot`: where the page is, when it is so in each language."""
    same = [
        Tongue(each, place.address(*spot, language=each), each == place.language) for each in place.centre.languages
    ]
    return {
        "place": place, "site": site_of(place, tongues=tongues or same),
        "search_address": place.address("search"), "instant_address": place.address("search", "instant"),
        "feed_address": place.address("feed.xml"), "ask_address": address_of("portal:forms"), **facts,
    }  # fmt: skip
