from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.actions.end_sessions import end_sessions
from regulars.team.guard import refuse_beyond
from regulars.team.models import Agent, Role


@transaction.atomic
def change_agent(agent: Agent, *, role: str, is_active: bool, by: Agent) -> None:
    """Give a colleague the role of this key, or let them go and come back. Who goes is signed out everywhere at once.

    Nobody gives or takes rights that they lack, and one owner always stays. Raises ValidationError("role", "is_active").
    """
    _one_after_the_other()
    owners = [each.pk for each in Agent.objects.owners().select_for_update()]
    agent = Agent.objects.select_for_update().get(pk=agent.pk)
    given = the_role_to_give(role, by=by)
    refuse_beyond(agent, by=by, field="role")
    if agent.pk == by.pk and not is_active:
        raise refusal("is_active", _("You cannot let yourself go."))
    if owners == [agent.pk] and (not is_active or given.pk != Role.OWNER):
        raise refusal("role", _("The last owner stays the owner. Make somebody else one first."))
    before = {"role": agent.role_id, "is_active": agent.is_active}
    after = {"role": given.pk, "is_active": is_active}
    if before == after:
        return
    agent.role, agent.is_active = given, is_active
    agent.save(update_fields=["role", "is_active"])
    audit("agent.changed", by=by, on=f"agent:{agent.pk}", before=before, after=after)
    if not is_active:
        end_sessions(agent, by=by, with_tokens=True)


def the_role_to_give(key: str, *, by: Agent) -> Role:
    """Raises ValidationError("role") when there is none, or it may what this agent may not."""
    role = Role.objects.named(key)
    if role is None:
        raise refusal("role", _("There is no such role."), "unknown")
    if not role.rights <= by.rights:
        raise refusal(
            "role", _("“%s” may do what you may not. Nobody gives rights they do not have.") % role.name, "forbidden"
        )
    return role


def _one_after_the_other() -> None:
    """Of two owners who leave at once, one stays. It is the lock under which the database reckons who works where: taken before
    any row, so that two never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reach'))")
