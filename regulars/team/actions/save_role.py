from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.live.notify import end_streams
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, Role, WayIn
from regulars.team.permissions import CAN_BE_TICKED, GIVEN_ROLES

LONGEST = 60  # characters of a name


@transaction.atomic
def save_role(
    role: Role | None, *, name: str = "", permissions: Iterable[str] = (), needs_two_factors: bool = False, by: Agent
) -> Role:
    """Make a role of the house's own (None), or change one. Of a given one only `needs_two_factors` can be changed.

    Nobody gives what they lack. Raises ValidationError("name", "permissions").
    """
    role = Role.objects.select_for_update().get(pk=role.pk) if role else Role(key=_next_key())
    before = _facts(role) if not role._state.adding else {}
    role.needs_two_factors = needs_two_factors
    if not role.is_given:
        role.own_name, role.permissions = _name(name, role), _permissions(permissions, role, by)
    elif not role.rights <= by.rights:
        raise refusal("permissions", _("“%s” may do what you may not.") % role.name, "forbidden")
    if before == _facts(role):
        return role
    role.save()
    audit("role.changed" if before else "role.added", by=by, on=f"role:{role.pk}", before=before, after=_facts(role))
    for agent in role.agents.values_list("pk", flat=True):
        end_streams(agent)  # their pages come back, and look anew
    return role


@transaction.atomic
def remove_role(role: Role, *, by: Agent) -> None:
    """Take a role of the house's own away. Raises ValidationError("role") for a given one, and while somebody has it or newcomers get it."""
    if role.is_given:
        raise refusal("role", _("This role belongs to every house."))
    if role.agents.exists():
        raise refusal("role", _("Somebody has this role. Give them another one first."))
    if way := WayIn.objects.filter(newcomers=role).first():
        raise refusal("role", _("Newcomers by %s get this role. Choose another one there first.") % way)
    audit("role.removed", by=by, on=f"role:{role.pk}", before=_facts(role))
    role.delete()


def _name(name: str, role: Role) -> str:
    name = one_line(name, limit=200)
    if not 1 <= len(name) <= LONGEST:
        raise refusal("name", _("A name has 1 to %d characters.") % LONGEST)
    given = {str(each.label).lower() for each in GIVEN_ROLES.values()} | {key.lower() for key in GIVEN_ROLES}
    if name.lower() in given or Role.objects.exclude(pk=role.pk).filter(own_name__iexact=name).exists():
        raise refusal("name", _("Another role has this name."), "taken")
    return name


def _permissions(asked: Iterable[str], role: Role, by: Agent) -> list[str]:
    chosen = set(asked)
    if chosen - {str(each) for each in CAN_BE_TICKED}:
        raise refusal("permissions", _("There is no such permission."), "unknown")
    if (chosen ^ set(role.permissions)) - by.rights:
        raise refusal("permissions", _("Nobody gives or takes what they may not do themselves."), "forbidden")
    return [str(each) for each in CAN_BE_TICKED if each in chosen]


def _next_key() -> str:
    taken = [
        int(key.removeprefix("role "))
        for key in Role.objects.filter(key__startswith="role ").values_list("key", flat=True)
    ]
    return f"role {max(taken, default=0) + 1}"


def _facts(role: Role) -> dict[str, object]:
    own = {} if role.is_given else {"name": role.own_name, "permissions": list(role.permissions)}
    return {**own, "needs_two_factors": role.needs_two_factors}
