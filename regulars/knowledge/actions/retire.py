from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.knowledge.holding import held_article
from regulars.knowledge.models import Article
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def retire(article: Article, *, by: Agent | None) -> Article:
    """Put an article away: nobody reads it, nothing finds it, and nothing of it is published by itself. It may come back."""
    article = held_article(article)
    if article.retired_at:
        return article
    article.retired_at = timezone.now()
    article.save(update_fields=["retired_at"])
    article.translations.filter(publish_at__isnull=False).update(publish_at=None, publish_by=None)
    audit("article.retired", by=by, on=f"article:{article.pk}", before={"title": str(article)})
    return article
