from __future__ import annotations

from django.db import transaction

from regulars.assistant.models import Run
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_run(run: Run, *, by: Agent | None) -> None:
    """Take a run away for good, also one that is going on. Its questions stay. Harmless twice."""
    if Run.objects.filter(pk=run.pk).delete()[0]:
        audit("run.removed", by=by, on=f"run:{run.pk}", before={"label": str(run)})
