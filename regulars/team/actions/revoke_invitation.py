from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.guard import refuse_beyond
from regulars.team.models import Agent


@transaction.atomic
def revoke_invitation(agent: Agent, *, by: Agent) -> None:
    """Take an invitation back, as long as nobody has followed it: its link is good for nothing any more.

    Raises ValidationError("agent") when they have signed in, or may do what you may not.
    """
    agent = Agent.objects.select_for_update().get(pk=agent.pk)
    if agent.last_login or agent.has_usable_password():
        raise refusal("agent", _("%s has come already. Let them go instead.") % agent)
    refuse_beyond(agent, by=by)
    audit(
        "agent.invitation_revoked", by=by, on=f"agent:{agent.pk}", before={"email": agent.email, "role": agent.role_id}
    )
    agent.delete()
