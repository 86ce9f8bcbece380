import pytest
from django.core.exceptions import ValidationError

from regulars.team.actions.change_agent import change_agent
from regulars.team.models import Agent, AuditEntry, Role
from tests.cast import hire


def test_change_agent_gives_another_role_and_writes_it_down(grace, noor):
    change_agent(noor, role="admin", is_active=True, by=grace)
    noor.refresh_from_db()
    assert noor.role_id == "admin" and noor.rights == Role(key="admin").rights
    assert AuditEntry.objects.get().before == {"role": "agent", "is_active": True}


def test_change_agent_is_harmless_twice(grace, noor):
    for _ in range(2):
        change_agent(noor, role="agent", is_active=False, by=grace)
    assert AuditEntry.objects.filter(action="agent.changed").count() == 1


@pytest.mark.parametrize(
    ("who", "facts"),
    [("noor", {"role": "king"}), ("grace", {"role": "agent"}), ("grace", {"is_active": False})],
)
def test_change_agent_refuses_what_is_no_role_and_to_take_the_last_owner_away(who, facts, request, grace, noor):
    agent = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        change_agent(agent, **{"role": agent.role_id, "is_active": True, **facts}, by=grace)
    assert not AuditEntry.objects.exists()


def test_an_owner_makes_another_and_may_then_step_down(grace, noor):
    change_agent(noor, role="owner", is_active=True, by=grace)
    change_agent(grace, role="agent", is_active=True, by=grace)
    assert [each.pk for each in Agent.objects.owners()] == [noor.pk]


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        ("noor", {"role": "owner"}),
        ("grace", {"role": "agent"}),
        ("grace", {"is_active": False}),
        ("tomas", {"is_active": False}),
    ],
)
def test_nobody_gives_or_takes_rights_that_they_lack(who, facts, request, grace, noor, tomas):
    """Tomas is an admin here: he makes no owner, unmakes none, and does not lock himself out."""
    hire("Olga Second", role=Role.OWNER)
    change_agent(tomas, role="admin", is_active=True, by=grace)
    tomas.refresh_from_db()
    agent = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        change_agent(agent, **{"role": agent.role_id, "is_active": True, **facts}, by=tomas)
    agent.refresh_from_db()
    assert agent.is_active and agent.role_id == {"noor": "agent", "grace": "owner", "tomas": "admin"}[who]
