from __future__ import annotations

from django.db import transaction

from regulars.knowledge.holding import held
from regulars.knowledge.models import Translation
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def confirm(translation: Translation, *, by: Agent | None) -> Translation:
    """Hold a translation to say what its original says now, without changing a word: it is not stale any more."""
    translation = held(translation)
    original = Translation.objects.filter(article=translation.article_id, language=translation.centre.language).first()
    if original is None or original == translation or translation.follows >= original.version:
        return translation
    before = {"follows": translation.follows}
    translation.follows = translation.draft_follows = original.version
    translation.save(update_fields=["follows", "draft_follows"])
    after = {"follows": original.version, "language": translation.language}
    audit("article.translation_confirmed", by=by, on=f"article:{translation.article_id}", before=before, after=after)
    return translation
