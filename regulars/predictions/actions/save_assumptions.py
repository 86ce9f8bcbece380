from django.db import transaction

from regulars.predictions.models import Assumptions
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

NAMES = (
    "ahead",
    "months",
    "discount",
    "shut",
    "contract_from",
    "contract_until",
    "contract_months",
    "contract_left",
    "aside",
)


@transaction.atomic
def save_assumptions(assumptions: Assumptions, *, by: Agent) -> None:
    """Keep what is taken for granted. The next predictions are made on it; those that are there stay as they are."""
    before = Assumptions.objects.first()
    assumptions.pk = 1
    assumptions.save()
    facts = [{name: getattr(each, name) for name in NAMES} if each else {} for each in (before, assumptions)]
    audit("assumptions.changed", by=by, on="predictions", before=facts[0], after=facts[1])
