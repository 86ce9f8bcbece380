"""An article, as customers read it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from regulars.knowledge.leading import languages_of, led_on, translation_at
from regulars.knowledge.models import Translation
from regulars.knowledge.models.article import Visibility
from regulars.knowledge.places import Place
from regulars.knowledge.safe import headings
from regulars.knowledge.shelves import related
from regulars.knowledge.showing import shown, sources_of_films
from regulars.knowledge.structured import article as told
from regulars.knowledge.structured import breadcrumbs, json_ld, questions
from regulars.knowledge.views.site.opening import alternates, around, crumbs_to, page
from regulars.lib.languages import direction_of, language_name
from regulars.lib.texts import one_line
from regulars.ui.site import Tongue

MANY = 3  # headings from which on a list of them helps


@page
def article(request: HttpRequest, place: Place, article_slug: str) -> HttpResponse:
    """An article in the language of the page; in another one, marked, when it was not written in it."""
    found = translation_at(place, article_slug)
    if found is None:
        return _lead_on(place, article_slug)
    languages = languages_of(place, found.article)
    if found.language != place.language and place.language in languages:
        return redirect(place.address("articles", languages[place.language].slug))
    words = shown(found.html)
    response = render(request, "knowledge/pages/site/article.html", _facts(request, place, found, languages, words))
    if sources := sources_of_films(words):
        response._csp_update = sources  # type: ignore[attr-defined]
    return response


def _lead_on(place: Place, slug: str) -> HttpResponse:
    article = led_on(place, slug)
    languages = languages_of(place, article) if article else {}
    target = (
        languages.get(place.language) or languages.get(place.centre.language) or next(iter(languages.values()), None)
    )
    if target is None:
        raise Http404
    return redirect(place.address("articles", target.slug), permanent=True)


def _facts(
    request: HttpRequest, place: Place, found: Translation, languages: dict[str, Translation], words: SafeString
) -> dict[str, Any]:
    crumbs = crumbs_to(place, found.article.category)
    contents = [(anchor, text, level) for level, anchor, text in headings(found.html) if level < 4]
    canonical = place.canonical("articles", found.slug, language=found.language)
    is_public = found.article.visibility == Visibility.PUBLIC
    others = {code: place.canonical("articles", each.slug, language=code) for code, each in languages.items()}
    return around(
        place,
        tongues=_tongues(place, found, languages),
        article=found, words=words, crumbs=crumbs, contents=contents if len(contents) >= MANY else [],
        description=one_line(found.text, limit=160), related=related(place, found.article),
        updated_on=date_format(found.published_at, "DATE_FORMAT"), canonical=canonical,
        direction=direction_of(found.language), is_public=is_public,
        written_in=language_name(found.language) if found.language != place.language else "",
        wanted=language_name(place.language), is_internal=found.article.visibility == Visibility.AGENTS,
        vote_address=place.address("articles", found.slug, "helpful", language=found.language),
        helpful=said if (said := request.GET.get("thanks")) in ("yes", "no") else "", alternates=alternates(place, others) if is_public else [],
        data=_data(place, found, crumbs, canonical) if is_public else "",
    )  # fmt: skip


def _tongues(place: Place, found: Translation, languages: dict[str, Translation]) -> list[Tongue]:
    """The same article in each language of the centre; where it was not written, in this one under that roof."""
    slugs = {code: languages.get(code, found).slug for code in place.centre.languages}
    return [
        Tongue(code, place.address("articles", slug, language=code), code == place.language)
        for code, slug in slugs.items()
    ]


def _data(place: Place, found: Translation, crumbs: list[Any], canonical: str) -> SafeString:
    steps = [*((each.name, each.canonical) for each in crumbs), (found.title, canonical)]
    publisher = place.centre.brand.name
    return json_ld(told(found, address=canonical, publisher=publisher), breadcrumbs(steps), *questions(found))
