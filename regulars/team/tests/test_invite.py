from regulars.team.actions.invite import invite
from regulars.team.models import AuditEntry


def test_invite_makes_an_agent_whom_nobody_can_sign_in_as_yet(grace):
    agent = invite(email="tomas@coffee.example", name="Tomas Vega", role="agent", by=grace)
    assert not agent.has_usable_password()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agent, entry.after["email"]) == ("agent.invited", grace, "tomas@coffee.example")
