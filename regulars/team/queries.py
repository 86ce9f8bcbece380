"""Lists that the settings share."""

from __future__ import annotations

from regulars.team.models import Agent, Role
from regulars.team.permissions import GIVEN_ROLES


def roles() -> list[Role]:
    """The given ones in their order, then the house's own by name."""
    order = list(GIVEN_ROLES)
    known = {role.pk: role for role in Role.objects.all()}
    rows = [*(known.pop(key, None) or Role.objects.named(key) for key in order), *known.values()]
    return sorted(
        rows,
        key=lambda role: (order.index(role.pk) if role.is_given else len(order), str(role.name).lower()),
    )


def roles_to_give(agent: Agent) -> list[Role]:
    """Those that this agent may give: none that may more than they."""
    return [role for role in roles() if role.rights <= agent.rights]
