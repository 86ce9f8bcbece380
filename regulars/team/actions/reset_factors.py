from allauth.mfa.models import Authenticator
from django.db import transaction

from regulars.team.actions.audit import audit
from regulars.team.actions.end_sessions import end_sessions
from regulars.team.guard import refuse_beyond
from regulars.team.models import Agent


@transaction.atomic
def reset_factors(agent: Agent, *, by: Agent | None) -> None:
    """Take an agent's second factors away, who has lost them, and sign them out: they come in by password and set up new ones.

    Raises ValidationError("agent") when they may do what you may not.
    """
    if by is not None:
        refuse_beyond(agent, by=by)
    kinds = sorted(Authenticator.objects.filter(user=agent).values_list("type", flat=True))
    if not kinds:
        return
    Authenticator.objects.filter(user=agent).delete()
    audit("agent.factors_reset", by=by, on=f"agent:{agent.pk}", before={"factors": kinds})
    end_sessions(agent, by=by)
