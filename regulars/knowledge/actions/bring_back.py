from __future__ import annotations

from django.db import transaction

from regulars.knowledge.holding import held_article
from regulars.knowledge.models import Article
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def bring_back(article: Article, *, by: Agent | None) -> Article:
    """Take up an article again that was retired. What was published of it is read again, at the same address."""
    article = held_article(article)
    if not article.retired_at:
        return article
    article.retired_at = None
    article.save(update_fields=["retired_at"])
    audit("article.brought_back", by=by, on=f"article:{article.pk}", after={"title": str(article)})
    return article
