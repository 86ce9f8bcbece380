"""Articles as those who write them look for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from regulars.knowledge.models import Article, HelpCentre, Translation, Vote

RECENT = timedelta(days=90)  # of votes
WITHOUT_WORDS = Prefetch("translations", Translation.objects.defer("html", "text", "draft_html"))
FEW_VOTES = 3  # fewer say nothing
FILTERS = ("all", "draft", "published", "scheduled", "stale", "review", "unhelpful", "retired")


def articles(
    centre: HelpCentre, *, which: str = "all", words: str = "", category: int | None = None
) -> QuerySet[Article]:
    """In the order of their categories. `which` is one of FILTERS; `category` 0: those without one."""
    found = Article.objects.filter(centre=centre, retired_at__isnull=which != "retired")
    if words:
        for word in words.split()[:8]:
            of_title = (
                Q(draft_title__unaccent__icontains=word) | Q(title__unaccent__icontains=word) | Q(slug__icontains=word)
            )
            fitting = Translation.objects.filter(of_title, centre=centre)
            found = found.filter(Q(pk__in=fitting.values("article")) | Q(labels__icontains=word))
    if category is not None:
        found = found.filter(category=category or None)
    found = _narrowed(found, which)
    order = ("category__parent__position", "category__position", "category_id", "position", "pk")
    return found.select_related("category", "owner", "centre").prefetch_related(WITHOUT_WORDS).order_by(*order)


def _narrowed(found: QuerySet[Article], which: str) -> QuerySet[Article]:
    words = Translation.objects
    narrowed = {
        "draft": lambda: Q(pk__in=words.filter(is_changed=True).values("article")),
        "published": lambda: Q(pk__in=words.filter(state=Translation.State.PUBLISHED).values("article")),
        "scheduled": lambda: Q(pk__in=words.filter(publish_at__isnull=False).values("article")),
        "stale": lambda: Q(pk__in=words.stale().values("article")),
        "review": lambda: Q(review_on__lte=timezone.localdate()),
        "unhelpful": lambda: Q(pk__in=unhelpful()),
    }
    return found.filter(narrowed[which]()) if which in narrowed else found


def unhelpful() -> list[int]:
    """Articles that helped fewer than half of those who said so lately."""
    rows = _votes().values("translation__article").annotate(yes=Count("pk", filter=Q(is_helpful=True)), all=Count("pk"))
    return list(rows.filter(all__gte=FEW_VOTES, yes__lt=F("all") / 2.0).values_list("translation__article", flat=True))


def votes_of(several: Iterable[Article]) -> dict[int, tuple[int, int]]:
    """How many were helped lately, and how many said anything, by article."""
    found = _votes().filter(translation__article__in=[each.pk for each in several]).values("translation__article")
    rows = found.annotate(yes=Count("pk", filter=Q(is_helpful=True)), all=Count("pk"))
    return {row["translation__article"]: (row["yes"], row["all"]) for row in rows}


def numbers(centre: HelpCentre) -> dict[str, int]:
    """How many articles each filter shows that asks for something to be done."""
    kept = Article.objects.filter(centre=centre, retired_at=None)
    return {which: _narrowed(kept, which).count() for which in ("draft", "scheduled", "stale", "review", "unhelpful")}


def is_due(article: Article, *, today: date) -> bool:
    return article.review_on is not None and article.review_on <= today


def _votes() -> QuerySet[Vote, Any]:
    return Vote.objects.filter(at__gte=timezone.now() - RECENT)
