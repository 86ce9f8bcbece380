from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.holding import held_article
from regulars.knowledge.models import Article
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_article(article: Article, *, by: Agent | None) -> None:
    """Throw an article away for good, with its words, versions and addresses. What readers may see must be retired first.

    Raises ValidationError("article").
    """
    if not Article.objects.filter(pk=article.pk).exists():
        return
    article = held_article(article)
    if not article.retired_at and article.translations.filter(version__gt=0).exists():
        raise refusal("article", _("Readers have seen it. Retire it first."), "in_use")
    title = str(article)
    audit("article.removed", by=by, on=f"article:{article.pk}", before={"title": title})
    article.delete()
