from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Synonyms
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_synonyms(synonyms: Synonyms, *, by: Agent | None) -> None:
    """Let words mean no longer the same. Harmless twice."""
    count, _models = Synonyms.objects.filter(pk=synonyms.pk).delete()
    if count:
        told = {"language": synonyms.language, "words": synonyms.words}
        audit("synonyms.removed", by=by, on=f"help_centre:{synonyms.centre_id}", before=told)
