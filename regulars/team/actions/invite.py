from django.db import transaction
from django.utils import timezone

from regulars.team.actions.audit import audit
from regulars.team.actions.change_agent import the_role_to_give
from regulars.team.models import Agent


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: Agent) -> Agent:
    """Let a new colleague in, with the role of this key. Until they have chosen a password by their link, nobody can sign in
    as them. Raises ValidationError("role") for one that may more than you."""
    the_role_to_give(role, by=by)
    agent = Agent.objects.create_user(email, None, name=name, role=role, invited_at=timezone.now())
    audit("agent.invited", by=by, on=f"agent:{agent.pk}", after={"email": email, "role": role})
    return agent
