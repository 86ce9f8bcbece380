from django.db import transaction

from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: Agent) -> Agent:
    """Let a new colleague in. Until they have chosen a password by their link, nobody can sign in as them."""
    agent = Agent.objects.create_user(email, None, name=name, role=role)
    audit("agent.invited", by=by, on=f"agent:{agent.pk}", after={"email": email, "role": role})
    return agent
