from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.knowledge.actions.publish import check_ready
from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def publish_later(translation: Translation, *, at: datetime | None, by: Agent | None) -> Translation:
    """Let the draft, as it is then, be published by itself at this moment; None: not by itself after all.

    Raises ValidationError("at", "title", "html", "article").
    """
    translation = held(translation)
    if at == translation.publish_at:
        return translation
    if at is not None and at <= timezone.now():
        raise refusal("at", _("Choose a time to come."), "past")
    if at is not None and translation.is_published and not translation.is_changed:
        raise refusal("at", _("There is nothing new to publish."), "nothing_new")
    if at is not None:
        check_ready(translation)
    before = translation.publish_at
    translation.publish_at, translation.publish_by = at, by if at else None
    translation.save(update_fields=["publish_at", "publish_by"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('articles', '')")
    told = {"language": translation.language, "at": at and at.isoformat()}
    what = "article.scheduled" if at else "article.not_scheduled"
    audit(what, by=by, on=f"article:{translation.article_id}", before={"at": before and before.isoformat()}, after=told)
    return translation
