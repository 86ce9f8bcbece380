from django.db import transaction

from regulars.experiments.models import Costs
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_costs(costs: Costs, *, by: Agent) -> None:
    """Keep what a conversation costs us. Effects are worth as much from the next look on."""
    before = Costs.objects.first()
    costs.pk = 1
    costs.save()
    was = {"conversation": before.conversation} if before else {}
    audit("costs.changed", by=by, on="costs", before=was, after={"conversation": costs.conversation})
