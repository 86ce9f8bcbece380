from django.db import transaction

from regulars.rewards.models import Budget
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_budget(budget: Budget, *, by: Agent | None) -> None:
    """Nothing bounds the goodwill of these any more but the programme's terms."""
    number, before = budget.pk, {"programme": budget.programme_id, "role": budget.role_id, "most": budget.most}
    if number is not None and budget.delete()[0]:
        audit("budget.removed", by=by, on=f"budget:{number}", before=before)
