from __future__ import annotations

from django.db import transaction

from regulars.knowledge.models import Guide, GuideStep
from regulars.knowledge.ordering import put
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def move_guide_step(step: GuideStep, *, to: int, by: Agent | None) -> None:
    """Put a step at another place (from 1) of its guide. The guide begins with the first one."""
    Guide.objects.select_for_update().get(pk=step.guide_id)
    before = GuideStep.objects.values_list("position", flat=True).get(pk=step.pk)
    place = put(step, GuideStep.objects.filter(guide=step.guide_id), to=to)
    if place != before:
        told = {"before": {"position": before}, "after": {"position": place, "key": step.key}}
        audit("guide.step_moved", by=by, on=f"guide:{step.guide_id}", **told)
