from __future__ import annotations

from django.db import transaction

from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation
from regulars.knowledge.passages import write_passages
from regulars.lib.again import again_after_a_deadlock
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@again_after_a_deadlock  # two wait for each other's words
@transaction.atomic
def unpublish(translation: Translation, *, by: Agent | None) -> Translation:
    """Let readers see it no more in this language. It is a draft again, with its versions; harmless for a draft."""
    translation = held(translation)
    if not translation.is_published:
        return translation
    translation.state, translation.is_changed = Translation.State.DRAFT, True
    translation.publish_at = translation.publish_by = None
    translation.save(update_fields=["state", "is_changed", "publish_at", "publish_by"])
    write_passages(translation)
    told = {"language": translation.language, "title": translation.title}
    audit("article.unpublished", by=by, on=f"article:{translation.article_id}", before=told)
    return translation
