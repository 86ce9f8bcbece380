from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.knowledge.ordering import put
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_article(article: Article, *, to: int, category: Category | None, by: Agent | None) -> None:
    """Put an article at a place (from 1) of this category, or among those without one. Raises ValidationError("category")."""
    HelpCentre.objects.select_for_update(no_key=True).get(pk=article.centre_id)
    article = Article.objects.get(pk=article.pk)
    if category is not None and category.centre_id != article.centre_id:
        raise refusal("category", _("That category is in another help centre."))
    before = {"category": article.category_id, "position": article.position}
    Article.objects.filter(pk=article.pk).update(category=category)
    place = put(article, Article.objects.filter(centre=article.centre_id, category=category, retired_at=None), to=to)
    after = {"category": category and category.pk, "position": place}
    if after != before:
        audit("article.moved", by=by, on=f"article:{article.pk}", before=before, after=after)
