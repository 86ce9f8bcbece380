"""What a reader's words find in a help centre, as lines of a list that leads to the very part."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from regulars.knowledge import finding
from regulars.knowledge.models import Article
from regulars.knowledge.models.article import Visibility
from regulars.knowledge.places import Place
from regulars.lib.languages import direction_of, language_name

LONGEST = 300  # characters of a question
# How likely each must be to answer, unless it has most of the words. Of 410 articles that answered and were among the first ten, this
# leaves six out (bench/knowledge, 201 articles); without it all that we know stands under any nonsense.
LIKELY = 0.05


@dataclass(frozen=True)
class Found:
    """An article that was found, and the part of it that says why. `language` stands there when it is not that of the page."""

    pk: int
    title: SafeString
    address: str
    heading: str
    excerpt: SafeString
    is_internal: bool
    language: str = ""

    @property
    def tongue(self) -> str:
        return language_name(self.language)

    @property
    def direction(self) -> str:
        return direction_of(self.language)


def look(place: Place, words: str, *, most: int = 20) -> list[Found]:
    """What answers these words, the best first; nothing of what is only nearer than the rest."""
    how = {"limit": most, "least": LIKELY}
    return _found(place, finding.find(words, centre=place.centre, language=place.language, reader=place.reader, **how))


def look_at_once(place: Place, words: str, *, most: int) -> list[Found]:
    """What the words find so far, while the last of them is being typed: by words alone, which is quicker."""
    how = {"limit": most, "prefix": True, "by_meaning": False}
    return _found(place, finding.find(words, centre=place.centre, language=place.language, reader=place.reader, **how))


def _found(place: Place, hits: list[finding.Hit]) -> list[Found]:
    internal = _internal(place, hits)
    return [
        Found(
            pk=hit.article_id,
            title=hit.marked_title,
            address=place.address("articles", hit.translation.slug)
            + (f"#{hit.passage.anchor}" if hit.passage.anchor else ""),
            heading=hit.passage.heading,
            excerpt=hit.excerpt,
            is_internal=hit.article_id in internal,
            language=hit.translation.language if hit.translation.language != place.language else "",
        )
        for hit in hits
    ]


def _internal(place: Place, hits: list[finding.Hit]) -> set[int]:
    """Those that only we read: nobody else finds any."""
    if not place.is_agent:
        return set()
    numbers = [hit.article_id for hit in hits]
    return set(Article.objects.filter(pk__in=numbers, visibility=Visibility.AGENTS).values_list("pk", flat=True))
