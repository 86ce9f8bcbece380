from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def discard_draft(translation: Translation, *, by: Agent | None) -> None:
    """Throw the draft away: it is again what readers see, or saw last. A translation that nobody ever saw is gone."""
    if not Translation.objects.filter(pk=translation.pk).exists():
        return
    translation = held(translation)
    if translation.version and (translation.draft_title, translation.draft_html) == (
        translation.title,
        translation.html,
    ):
        return
    told = {"language": translation.language, "title": translation.draft_title}
    audit("article.draft_discarded", by=by, on=f"article:{translation.article_id}", before=told)
    if not translation.version:
        translation.delete()
        return
    translation.draft_title, translation.draft_html = translation.title, translation.html
    translation.is_changed = not translation.is_published
    translation.publish_at = translation.publish_by = None
    translation.edited_at, translation.edited_by = timezone.now(), by
    translation.save()
