from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.knowledge.readers import check_readers
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST_LABELS = 30


class Facts(TypedDict, total=False):
    """What may be said of an article besides its words. What is not named stays as it is."""

    category: Category | None
    visibility: str
    segment: Any  # conditions over customers, for the visibility “segment”
    owner: Agent | None
    review_on: date | None
    labels: Sequence[str]
    is_promoted: bool
    external_id: str | None


@transaction.atomic
def save_article(
    article: Article | None, *, facts: Facts, centre: HelpCentre | None = None, by: Agent | None
) -> Article:
    """Make an article of this centre (None), or change what is said of one. Its words are written with `write`.

    Raises ValidationError("category", "visibility", "segment", "owner", "labels").
    """
    kept = (
        Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if article
        else Article(centre=centre, made_by=by)
    )
    before = _told(kept) if article else None
    for name in Facts.__annotations__.keys() & facts.keys():
        setattr(kept, name, facts[name])  # type: ignore[literal-required]
    check_readers(kept)
    kept.labels = _labels(kept.labels)
    if article is None or (before and before["category"] != kept.category_id):
        kept.position = Article.objects.filter(centre=kept.centre, category=kept.category).count() + 1
    after = _told(kept)
    if after != before:
        kept.save()
        audit(
            "article.saved" if article else "article.made", by=by, on=f"article:{kept.pk}", before=before, after=after
        )
    return kept


def _told(article: Article) -> dict[str, Any]:
    return {
        "category": article.category_id,
        "visibility": str(article.visibility),
        "segment": article.segment,
        "owner": article.owner_id,
        "review_on": article.review_on and article.review_on.isoformat(),
        "labels": list(article.labels),
        "is_promoted": article.is_promoted,
        "external_id": article.external_id,
    }


def _labels(given: Sequence[str]) -> list[str]:
    labels = list(dict.fromkeys(filter(None, (one_line(storable(each), limit=65) for each in given))))
    if len(labels) > MOST_LABELS or any(len(each) > 64 for each in labels):
        raise refusal("labels", _("At most %d words or phrases, of 64 characters each.") % MOST_LABELS)
    return labels
