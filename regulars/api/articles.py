"""Articles, found through who asks: all of them, with their drafts, for those who may write; what is published for the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from regulars.api import cursors, told
from regulars.api.given.articles import ArticlesAsked
from regulars.knowledge.finding import find
from regulars.knowledge.languages import checked_language
from regulars.knowledge.models import Article, Category, HelpCentre, Translation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent
from regulars.team.permissions import Permission

MOST_FOUND = 200  # articles of one search
STATES = {
    "published": Q(state=Translation.State.PUBLISHED),
    "draft": Q(is_changed=True),
    "scheduled": Q(publish_at__isnull=False),
}
Page = tuple[list[told.Facts], str | None]


def whole_article(number: int, *, agent: Agent) -> told.Facts:
    """Raises Http404 for one that is not there, or not for this agent."""
    return told.whole_article(the_article(number, agent=agent), with_drafts=_writes(agent))


def the_article(number: int, *, agent: Agent) -> Article:
    """Raises Http404 for one that is not there, or not for this agent."""
    row = _with_words(_articles_of(agent), _words_of(agent)).filter(pk=number).first()
    if row is None:
        raise Http404(f"There is no article {number}")
    return row


def listed(asked: ArticlesAsked, *, agent: Agent) -> Page:
    """In the order in which they were made. Raises ValidationError("cursor", "language", "centre")."""
    after = cursors.read_id(asked.cursor) or 0
    several = _with_words(_narrowed(asked, agent), _without_html(agent)).filter(pk__gt=after).order_by("pk")
    rows = list(several[: asked.limit + 1])
    next = cursors.written_id(rows[asked.limit - 1].pk) if len(rows) > asked.limit else None
    return [told.article(row) for row in rows[: asked.limit]], next


def searched(asked: ArticlesAsked, *, agent: Agent) -> Page:
    """The best first, each with the passage that answers. Raises ValidationError("cursor", "language", "centre")."""
    begin, centre = cursors.read_id(asked.cursor) or 0, the_centre(asked.centre)
    language = checked_language(asked.language) if asked.language else ""
    several = find(asked.search, centre=centre, language=language or centre.language, reader=agent, limit=MOST_FOUND)
    hits = {hit.article_id: hit for hit in several if language in ("", hit.translation.language)}
    fitting = set(_narrowed(asked, agent).filter(pk__in=hits).values_list("pk", flat=True))
    in_turn = [number for number in hits if number in fitting]
    end = begin + asked.limit
    rows = _with_words(Article.objects.all(), _without_html(agent)).in_bulk(in_turn[begin:end])
    items = [told.article(rows[number], hits[number]) for number in in_turn[begin:end] if number in rows]
    return items, cursors.written_id(end) if len(in_turn) > end else None


def the_centre(number: int | None) -> HelpCentre:
    """The one that is named, or else the first. Raises ValidationError("centre")."""
    for found in (HelpCentre.objects.filter(pk=number) if number else HelpCentre.objects.all())[:1]:
        return found
    raise refusal("centre", f"There is no help centre {number or ''}".strip() + ".", "unknown")


def named(given: dict[str, Any]) -> dict[str, Any]:
    """What was said about an article, with the rows that were named. Raises ValidationError("category", "owner")."""
    rows = {"category": Category.objects.all(), "owner": Agent.objects.filter(is_active=True)}
    return {name: _row(name, rows[name], said) if name in rows and said else said for name, said in given.items()}


def _row(name: str, among: QuerySet[Any], number: int) -> Any:
    for found in among.filter(pk=number)[:1]:
        return found
    raise refusal(name, f"There is no {name} {number}.", "unknown")


def _writes(agent: Agent) -> bool:
    return agent.may(Permission.KNOWLEDGE)


def _articles_of(agent: Agent) -> QuerySet[Article]:
    return Article.objects.all() if _writes(agent) else Article.objects.visible_to(agent)


def _words_of(agent: Agent) -> QuerySet[Translation]:
    return Translation.objects.all() if _writes(agent) else Translation.objects.visible_to(agent)


def _without_html(agent: Agent) -> QuerySet[Translation]:
    return _words_of(agent).defer("html", "text", "draft_html")


def _with_words(several: QuerySet[Article], words: Iterable[Translation]) -> QuerySet[Article]:
    return several.select_related("centre").prefetch_related(Prefetch("translations", words))


def _narrowed(asked: ArticlesAsked, agent: Agent) -> QuerySet[Article]:
    if asked.state not in (None, "published") and not _writes(agent):
        return Article.objects.none()
    found = _articles_of(agent).filter(retired_at__isnull=asked.state != "retired")
    if asked.centre:
        found = found.filter(centre=the_centre(asked.centre))
    if asked.category:
        found = found.filter(category=asked.category)
    narrowed = Q(language=checked_language(asked.language)) if asked.language else Q()
    narrowed &= STATES.get(asked.state or "", Q())
    return found.filter(Exists(_words_of(agent).filter(narrowed, article=OuterRef("pk")))) if narrowed else found
