from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.knowledge.guiding import drafted, faults
from regulars.knowledge.models import Guide, GuideVersion
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def publish_guide(guide: Guide, *, by: Agent | None) -> Guide:
    """Let readers follow the steps as they are written now, as a new version. Harmless when there is nothing new.

    Raises ValidationError("steps") with all that is wrong, each naming its step.
    """
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    plan = drafted(guide)
    if wrong := list(faults(plan)):
        raise ValidationError({"steps": [ValidationError(each, code="unfinished") for each in wrong]})
    kept = plan.kept()
    is_new = kept != guide.plan
    if guide.is_published and not is_new:
        return guide
    if is_new:
        guide.version += 1
        guide.plan = kept
        GuideVersion.objects.create(guide=guide, number=guide.version, plan=kept, by=by)
    guide.is_published, guide.published_at = True, timezone.now()
    guide.save()
    audit("guide.published", by=by, on=f"guide:{guide.pk}", after={"version": guide.version, "title": guide.title})
    return guide
