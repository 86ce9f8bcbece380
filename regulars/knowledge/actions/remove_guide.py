from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Guide
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_guide(guide: Guide, *, by: Agent | None) -> None:
    """Throw a guide away, with its steps, versions and numbers."""
    gone, _rows = Guide.objects.filter(pk=guide.pk).delete()
    if gone:
        audit("guide.removed", by=by, on=f"guide:{guide.pk}", before={"title": guide.title, "slug": guide.slug})
