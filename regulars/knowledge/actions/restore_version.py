from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.knowledge.actions.publish import publish
from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation, Version
from regulars.knowledge.safe import safe
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def restore_version(version: Version, *, by: Agent | None) -> Translation:
    """Let readers see an old version again, as a new one. Where nothing is published, it becomes the draft.

    A draft that has something new stays as it is, and is still to be published. Harmless for what readers see now.
    Raises ValidationError("article").
    """
    translation = held(version.translation)
    words = (version.title, safe(version.html))  # by today's list
    if translation.is_published and words == (translation.title, translation.html):
        return translation
    draft = (translation.draft_title, translation.draft_html, translation.is_changed)
    translation.draft_title, translation.draft_html = words
    translation.is_changed, translation.edited_at, translation.edited_by = True, timezone.now(), by
    publish_at, publish_by = translation.publish_at, translation.publish_by
    translation.save(update_fields=["draft_title", "draft_html", "is_changed", "edited_at", "edited_by"])
    told = {"language": translation.language, "version": version.number}
    audit("article.version_restored", by=by, on=f"article:{translation.article_id}", after=told)
    if not translation.is_published:
        return translation
    translation = publish(translation, by=by, is_up_to_date=False, restored=version.number)
    if draft[2]:
        translation.draft_title, translation.draft_html, translation.is_changed = draft
        translation.publish_at, translation.publish_by = publish_at, publish_by
        translation.edited_at = timezone.now()
        translation.save()
    return translation
