"""From an address to the article that is read there: in the reader's language, in another one, or under its newer address."""

from __future__ import annotations

import re
import unicodedata

from regulars.knowledge.models import Article, Redirect, Translation
from regulars.knowledge.places import Place
from regulars.lib.texts import storable

NUMBERED = re.compile(r"(\d{1,20})(?:-.*)?")  # how Zendesk and Intercom begin an address


def as_kept(slug: str) -> str:
    """The name in an address as we keep it: composed letters, small ones."""
    return unicodedata.normalize("NFC", storable(slug)).casefold()


def translation_at(place: Place, slug: str) -> Translation | None:
    """What this reader reads at this address: in the language of the page if there is such an article, else in another."""
    visible = Translation.objects.visible_to(place.reader).filter(centre=place.centre, slug=as_kept(slug))
    several = visible.select_related("article__category__parent", "centre").defer("draft_html")
    order = {place.language: 0, place.centre.language: 1}
    return min(several, key=lambda each: (order.get(each.language, 2), each.pk), default=None)


def languages_of(place: Place, article: Article) -> dict[str, Translation]:
    """The published words of an article by language, without the words themselves."""
    published = Translation.objects.filter(article=article, state=Translation.State.PUBLISHED)
    known = set(place.centre.languages)
    several = published.defer("html", "text", "draft_html").order_by("pk")
    return {each.language: each for each in several if each.language in known}


def led_on(place: Place, slug: str) -> Article | None:
    """The article that had this address once, here or where it was imported from, if this reader may see it."""
    old = Redirect.objects.filter(centre=place.centre, slug=as_kept(slug))
    several = sorted(old, key=lambda each: each.language != place.language)
    visible = Article.objects.visible_to(place.reader).filter(centre=place.centre)
    if several:
        return visible.filter(pk=several[0].article_id).first()
    return visible.filter(external_id__in=ids_elsewhere(slug, "zendesk", "intercom")).first()


def ids_elsewhere(slug: str, *houses: str) -> list[str]:
    """The ids that something may have come with whose address elsewhere was `36001234-Late-parcels`."""
    found = NUMBERED.fullmatch(slug)
    return [f"{house}:{found[1]}" for house in houses] if found else []
