from regulars.bulk.actions.start import wake
from regulars.bulk.models import BulkRun
from regulars.team.models import Agent


def stop(run: BulkRun, *, by: Agent) -> None:
    """Do no more of it. What is done stays done. Harmless for one that has ended."""
    BulkRun.objects.filter(pk=run.pk, agent=by, finished_at=None).update(is_stopped=True)
    wake()
