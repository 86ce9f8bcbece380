from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.rewards.models import Budget
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("programme_id", "role_id", "period", "most", "most_per_customer", "alone")


@transaction.atomic
def save_budget(budget: Budget, *, by: Agent | None) -> Budget:
    """Say how much goodwill those of a role may give. Raises ValidationError naming the field."""
    others = Budget.objects.filter(programme=budget.programme_id, role=budget.role_id).exclude(pk=budget.pk)
    if others.exists():
        raise refusal("role", _("There is a budget for them already."), "taken")
    if budget.period not in Budget.Period.values:
        raise refusal("period", _("Choose one of: %s.") % ", ".join(Budget.Period.values))
    for name in ("most", "most_per_customer", "alone"):
        if (getattr(budget, name) or 0) < 0:
            raise refusal(name, _("Write an amount, such as 12.30."))
    before = Budget.objects.filter(pk=budget.pk).values(*FACTS).first()
    budget.save()
    after: dict[str, Any] = Budget.objects.filter(pk=budget.pk).values(*FACTS).get()
    if before != after:
        audit(
            "budget.changed" if before else "budget.made", by=by, on=f"budget:{budget.pk}", before=before, after=after
        )
    return budget
