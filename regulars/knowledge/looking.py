"""What a reader's words find in a help centre, as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from regulars.knowledge.models import Article
from regulars.knowledge.places import Place
from regulars.knowledge.shelves import in_best_language, line

LONGEST = 300  # characters of a question
SALT = "regulars.knowledge.asked"


@dataclass(frozen=True)
class Hit:
    """An article that was found: a line, and the part of it that says why."""

    pk: int
    title: str
    address: str
    excerpt: SafeString
    heading: str = ""
    language: str = ""
    tongue: str = ""
    direction: str = ""
    is_internal: bool = False


def look(place: Place, words: str, *, most: int = 20) -> list[Hit]:
    visible = Article.objects.visible_to(place.reader).filter(centre=place.centre)
    found = [
        line(place, each) for each in in_best_language(place).filter(article__in=visible, title__icontains=words)[:most]
    ]
    return [
        Hit(
            each.pk,
            each.title,
            each.address,
            escape(each.excerpt),
            "",
            each.language,
            each.tongue,
            each.direction,
            each.is_internal,
        )
        for each in found
    ]
