from django.db import transaction
from django.utils import timezone

from regulars.customers.changes import changed
from regulars.experiments.models import Assigned, Experiment
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def end_experiment(experiment: Experiment, *, by: Agent) -> None:
    """Nobody is drawn any more, and no rule finds anybody in it. What came of it stays. Harmless twice."""
    if Experiment.objects.running().filter(pk=experiment.pk).update(ended_at=timezone.now()):
        changed(Assigned.objects.filter(experiment=experiment).values_list("customer", flat=True))
        audit("experiment.ended", by=by, on=f"experiment:{experiment.pk}")
