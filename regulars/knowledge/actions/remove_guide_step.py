from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Guide, GuideStep
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_guide_step(step: GuideStep, *, by: Agent | None) -> None:
    """Take a step out of the draft. Answers that led there lead nowhere, until somebody says where."""
    Guide.objects.select_for_update().get(pk=step.guide_id)
    gone, _rows = GuideStep.objects.filter(pk=step.pk).delete()
    if gone:
        told = {"key": step.key, "title": step.title}
        audit("guide.step_removed", by=by, on=f"guide:{step.guide_id}", before=told)
