from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Redirect
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_redirect(redirect: Redirect, *, by: Agent | None) -> None:
    """Let an old address lead nowhere any more, so that another article may have it."""
    count, _models = Redirect.objects.filter(pk=redirect.pk).delete()
    if count:
        told = {"language": redirect.language, "slug": redirect.slug}
        audit("article.redirect_removed", by=by, on=f"article:{redirect.article_id}", before=told)
