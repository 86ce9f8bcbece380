from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def change_agent(agent: Agent, *, role: str, is_active: bool, by: Agent) -> None:
    """Give a colleague another role, or let them go and come back. Raises ValidationError("role", "is_active")."""
    if role not in Agent.Role.values or (role == Agent.Role.OWNER) != (agent.role == Agent.Role.OWNER):
        raise ValidationError({"role": _("An owner stays the owner, and nobody else becomes one here.")}, code="invalid")
    if agent.pk == by.pk and not is_active:
        raise ValidationError({"is_active": _("You cannot let yourself go.")}, code="invalid")
    if agent.role == Agent.Role.OWNER and not is_active:
        raise ValidationError({"is_active": _("The owner cannot be let go.")}, code="invalid")
    before = {"role": agent.role, "is_active": agent.is_active}
    after = {"role": role, "is_active": is_active}
    if before == after:
        return
    agent.role, agent.is_active = role, is_active
    agent.save(update_fields=["role", "is_active"])
    audit("agent.changed", by=by, on=f"agent:{agent.pk}", before=before, after=after)
