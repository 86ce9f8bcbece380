import pytest
from django.core.exceptions import ValidationError

from regulars.team.actions.change_agent import change_agent
from regulars.team.actions.save_role import remove_role, save_role
from regulars.team.models import AuditEntry, Role, WayIn
from regulars.team.permissions import GIVEN_ROLES, Permission
from tests.cast import hire


def test_save_role_makes_one_and_writes_it_down(grace, noor):
    role = save_role(None, name="Night shift", permissions=["note", "reply"], by=grace)
    change_agent(noor, role=role.pk, is_active=True, by=grace)
    noor.refresh_from_db()
    assert noor.may(Permission.REPLY) and not noor.may(Permission.ORGANISE)
    entry = AuditEntry.objects.get(action="role.added")
    assert entry.after == {"name": "Night shift", "permissions": ["reply", "note"], "needs_two_factors": False}
    save_role(role, name="Night shift", permissions=["note"], by=grace)
    noor.refresh_from_db()
    assert not noor.may(Permission.REPLY)
    assert AuditEntry.objects.get(action="role.changed").before["permissions"] == ["reply", "note"]


def test_save_role_is_harmless_twice(grace):
    role = save_role(None, name="Night shift", permissions=["note"], by=grace)
    save_role(role, name="Night shift", permissions=["note"], by=grace)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Light AGENT"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"permissions": ["fly"]}, "permissions"),
        ({"permissions": ["own"]}, "permissions"),
        ({"permissions": ["queues"]}, "permissions"),
    ],
)
def test_save_role_refuses_by_name_and_changes_nothing(facts, field, grace):
    """Asked by somebody who manages access, but may not run the queues."""
    warden = hire("Wanda Warden", role=save_role(None, name="Warden", permissions=["access", "note"], by=grace).pk)
    with pytest.raises(ValidationError) as refused:
        save_role(None, **{"name": "New", "permissions": ["note"], **facts}, by=warden)
    assert [*refused.value.message_dict] == [field] and Role.objects.filter(own_name="New").count() == 0


def test_of_a_given_role_only_the_second_factor_is_changed(grace):
    agents = Role.objects.named("agent")
    save_role(agents, name="Other", permissions=["export"], needs_two_factors=True, by=grace)
    agents.refresh_from_db()
    assert agents.needs_two_factors and agents.rights == GIVEN_ROLES["agent"].permissions and not agents.own_name


def test_a_role_is_taken_away_when_nobody_has_it(grace, noor):
    role = save_role(None, name="Night shift", by=grace)
    change_agent(noor, role=role.pk, is_active=True, by=grace)
    for kept in (role, Role.objects.named("viewer")):
        with pytest.raises(ValidationError):
            remove_role(kept, by=grace)
    change_agent(noor, role="agent", is_active=True, by=grace)
    way = WayIn.objects.create(kind=WayIn.Kind.OIDC, key="acme", name="Acme", newcomers=role)
    with pytest.raises(ValidationError, match="Acme"):
        remove_role(role, by=grace)
    way.delete()
    remove_role(role, by=grace)
    assert not Role.objects.filter(pk=role.pk).exists() and AuditEntry.objects.filter(action="role.removed").exists()


def test_each_permission_says_what_it_means():
    assert all(str(each.label) and str(each.meaning).endswith(".") for each in Permission)
    owner, *others = (given.permissions for given in GIVEN_ROLES.values())
    assert owner == frozenset(Permission) and all(Permission.OWN not in each for each in others)
