from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Guide
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def unpublish_guide(guide: Guide, *, by: Agent | None) -> None:
    """Let nobody follow it any more. Its steps, versions and numbers stay."""
    if Guide.objects.filter(pk=guide.pk, is_published=True).update(is_published=False):
        audit("guide.unpublished", by=by, on=f"guide:{guide.pk}", before={"version": guide.version})
