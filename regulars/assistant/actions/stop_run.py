from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.assistant.models import Run
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def stop_run(run: Run, *, by: Agent | None) -> None:
    """Put no more questions. What was answered stays and is counted. Harmless for one that has ended."""
    if Run.objects.filter(pk=run.pk, finished_at=None).update(is_stopped=True, finished_at=timezone.now()):
        audit("run.stopped", by=by, on=f"run:{run.pk}")
