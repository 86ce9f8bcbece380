from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.experiments.models import Experiment
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.days import house_zone
from regulars.team.models import Agent


@transaction.atomic
def begin_experiment(experiment: Experiment, *, by: Agent) -> None:
    """Let customers be drawn from now on. Harmless twice. Raises ValidationError("ends_on") for an end that leaves no time."""
    experiment = Experiment.objects.select_for_update().get(pk=experiment.pk)
    if experiment.begun_at:
        return
    now = timezone.now()
    if experiment.ends_on < now.astimezone(house_zone()).date() + timedelta(days=7):
        raise refusal("ends_on", _("Look at it in a week or later: before that nothing can be seen."))
    Experiment.objects.filter(pk=experiment.pk).update(begun_at=now, looked_at=None)
    audit("experiment.begun", by=by, on=f"experiment:{experiment.pk}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('experiments', '')")
