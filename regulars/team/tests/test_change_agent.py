import pytest
from django.core.exceptions import ValidationError

from regulars.team.actions.change_agent import change_agent
from regulars.team.models import AuditEntry


def test_change_agent_gives_another_role_and_writes_it_down(grace, noor):
    change_agent(noor, role="admin", is_active=True, by=grace)
    noor.refresh_from_db()
    assert noor.role == "admin"
    assert AuditEntry.objects.get().before == {"role": "agent", "is_active": True}


def test_change_agent_is_harmless_twice(grace, noor):
    for _ in range(2):
        change_agent(noor, role="agent", is_active=False, by=grace)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(("who", "facts"), [("noor", {"role": "owner"}), ("noor", {"role": "king"}), ("grace", {"role": "agent"}), ("grace", {"is_active": False})])
def test_change_agent_refuses_to_make_or_unmake_an_owner(who, facts, request, grace, noor):
    agent = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        change_agent(agent, **{"role": agent.role, "is_active": True, **facts}, by=grace)
    assert not AuditEntry.objects.exists()
