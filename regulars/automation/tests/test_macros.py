"""Macros: kept by admins, run by agents, all of their steps or none."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.automation.actions.remove_macro import remove_macro
from regulars.automation.actions.run_macro import run_macro
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.undo_macro import sealed, undo_macro
from regulars.automation.macros import offered
from regulars.automation.models import Macro
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Customer
from regulars.team.models import Agent, AuditEntry, Team
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db
LATE = [{"do": "tag", "tag": "late parcel"}, {"do": "note", "text": "The courier looks for it."}]


@pytest.fixture
def conversation(ada: Customer) -> Conversation:
    return a_conversation(ada)


@pytest.fixture
def late(grace: Agent) -> Macro:
    return save_macro(None, name="Parcel is late", steps=LATE, by=grace)


def named_wrong(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return list(error.value.message_dict)


def test_save_macro_makes_one_and_changes_it(late: Macro, grace: Agent) -> None:
    assert save_macro(late, name="Late parcel", steps=LATE[:1], is_active=False, by=grace).pk == late.pk
    late.refresh_from_db()
    assert (late.name, late.steps, late.is_active, late.conditions) == ("Late parcel", LATE[:1], False, {"all": []})
    before, after = AuditEntry.objects.order_by("pk").values_list("action", flat=True), AuditEntry.objects.last().before
    assert list(before) == ["macro.saved", "macro.saved"] and after["name"] == "Parcel is late"


def test_save_macro_changes_nothing_twice(late: Macro, grace: Agent) -> None:
    save_macro(late, name="Parcel is late", steps=LATE, by=grace)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Parcel is late"}, "name"),
        ({"steps": []}, "steps"),
        ({"steps": [{"do": "fly"}]}, "steps.1.do"),
        ({"steps": [*LATE, {"do": "set priority", "priority": "highest"}]}, "steps.3.priority"),
        ({"conditions": {"field": "teir", "is": "gold"}}, "conditions"),
    ],
)
def test_save_macro_refuses_by_name(late: Macro, grace: Agent, facts: dict, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        save_macro(None, **{"name": "Another", "steps": LATE, "by": grace, **facts})
    assert named_wrong(error) == [field]
    assert Macro.objects.count() == 1


def test_remove_macro_takes_it_away_and_is_harmless_twice(late: Macro, grace: Agent) -> None:
    remove_macro(late, by=grace)
    remove_macro(late, by=grace)
    assert not Macro.objects.exists()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["macro.saved", "macro.removed"]


def test_run_macro_takes_all_steps_as_the_agent(late: Macro, conversation: Conversation, noor: Agent) -> None:
    assert run_macro(late, conversation=conversation, by=noor).said == [
        "Put a tag on: late parcel",
        "Leave a note: “The courier looks for it.”",
    ]
    conversation.refresh_from_db()
    late.refresh_from_db()
    assert conversation.tags == ["late parcel"]
    assert conversation.messages.get(kind=Message.Kind.NOTE).agent == noor
    assert late.used_count == 1 and late.used_at is not None


def test_run_macro_does_nothing_when_a_step_cannot_be_done(
    grace: Agent, conversation: Conversation, beans: Team
) -> None:
    macro = save_macro(None, name="To the beans", steps=[LATE[0], {"do": "assign", "team": beans.pk}], by=grace)
    beans.delete()
    with pytest.raises(ValidationError) as error:
        run_macro(macro, conversation=conversation, by=grace)
    conversation.refresh_from_db()
    assert named_wrong(error) == ["steps"] and "2." in error.value.messages[0]
    assert conversation.tags == [] and Macro.objects.get().used_count == 0


def test_a_macro_is_offered_where_its_conditions_hold(
    grace: Agent, noor: Agent, conversation: Conversation, ben: Customer
) -> None:
    gold = {"field": "customer.attributes.tier", "is": "gold"}
    mine = {"field": "assignee", "is": "me"}
    for name, conditions in {"Everywhere": None, "For gold": gold, "Mine": mine, "Nowhere": {"any": []}}.items():
        save_macro(None, name=name, steps=LATE, conditions=conditions, by=grace)
    save_macro(None, name="Not now", steps=LATE, is_active=False, by=grace)
    other = a_conversation(ben, assignee=noor)
    Customer.objects.filter(pk=ben.pk).update(attributes={"tier": "gold"})
    assert [str(each) for each in offered(conversation, agent=noor)] == ["Everywhere"]
    assert [str(each) for each in offered(other, agent=noor)] == ["Everywhere", "For gold", "Mine"]
    assert [str(each) for each in offered(other, agent=grace, words="gold for")] == ["For gold"]
    with pytest.raises(ValidationError) as error:
        run_macro(Macro.objects.get(name="Mine"), conversation=other, by=grace)
    assert named_wrong(error) == ["macro"]


def test_a_macro_that_asks_about_what_is_gone_is_not_offered(
    grace: Agent, conversation: Conversation, beans: Team
) -> None:
    macro = save_macro(None, name="Old", steps=LATE, conditions={"field": "team", "is": beans.pk}, by=grace)
    Macro.objects.filter(pk=macro.pk).update(conditions={"field": "moon phase", "is": "full"})
    assert offered(conversation, agent=grace) == []


def test_agents_run_macros_from_the_conversation(
    late: Macro, conversation: Conversation, noor: Agent, client: Client
) -> None:
    client.force_login(noor)
    menu = client.get(f"/conversations/{conversation.pk}/macros").content.decode()
    assert f"/conversations/{conversation.pk}/macros/{late.pk}" in menu and "Put a tag on: late parcel" in menu
    assert "data-post" in client.get(f"/conversations/{conversation.pk}/macros?q=late").content.decode()
    assert "Parcel" not in client.get(f"/conversations/{conversation.pk}/macros?q=gold").content.decode()
    answer = client.post(f"/conversations/{conversation.pk}/macros/{late.pk}", headers={"HX-Request": "true"})
    assert answer.status_code == 204 and "Parcel is late" in json.loads(answer.headers["HX-Trigger"])["toast"]["says"]


def test_what_answers_the_customer_is_put_into_the_composer_first(
    grace: Agent, conversation: Conversation, client: Client
) -> None:
    macro = save_macro(None, name="Thank", steps=[{"do": "reply", "text": "Thank you!"}], by=grace)
    client.force_login(grace)
    path = f"/conversations/{conversation.pk}/macros/{macro.pk}/words"
    assert path in client.get(f"/conversations/{conversation.pk}/macros").content.decode()
    heard = json.loads(client.post(path, headers={"HX-Request": "true"}).headers["HX-Trigger"])
    assert "Thank you!" in heard["composer:insert"]["html"] and not conversation.messages.filter(kind="out").exists()


def test_undo_macro_lets_everything_be_as_it_was_but_what_was_said(
    grace: Agent, noor: Agent, tomas: Agent, conversation: Conversation, beans: Team, client: Client
) -> None:
    steps = [
        {"do": "tag", "tag": "Late"}, {"do": "tag", "tag": "old"}, {"do": "set priority", "priority": "urgent"},
        {"do": "assign", "team": beans.pk, "agent": tomas.pk}, {"do": "note", "text": "Look."}, {"do": "resolve"},
    ]  # fmt: skip
    macro = save_macro(None, name="Everything", steps=steps, by=grace)
    Conversation.objects.filter(pk=conversation.pk).update(tags=["old"], assignee=noor, priority=1)
    facts = ("tags", "assignee", "team", "priority", "status", "waiting_since")
    before = Conversation.objects.values(*facts).get()
    client.force_login(grace)
    headers = {"HX-Request": "true"}
    answer = client.post(f"/conversations/{conversation.pk}/macros/{macro.pk}", headers=headers)
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert "this stays: Leave a note." in toast["says"] and Conversation.objects.get().is_resolved
    for _twice in range(2):
        assert client.post(toast["undo"], toast["values"], headers=headers).status_code == 204
        assert Conversation.objects.values(*facts).get() == before
    assert conversation.messages.filter(kind="note").count() == 1
    client.force_login(noor)
    assert client.post(toast["undo"], toast["values"], headers=headers).status_code == 422
    assert client.post(toast["undo"], {"plan": "x"}, headers=headers).status_code == 422


def test_undo_macro_brings_back_also_what_was_put_away_and_nothing_that_somebody_changed_since(
    grace: Agent, noor: Agent, conversation: Conversation
) -> None:
    steps = [{"do": "resolve"}, {"do": "set priority", "priority": "urgent"}]
    macro = save_macro(None, name="Settle", steps=steps, by=grace)
    snooze(conversation, until=None, by=noor)
    plan = sealed(run_macro(macro, conversation=conversation, by=noor), conversation=conversation, by=noor)
    assert undo_macro(conversation, plan=plan, by=noor)
    assert Conversation.objects.values_list("status", "priority").get() == ("pending", 0)
    plan = sealed(run_macro(macro, conversation=conversation, by=noor), conversation=conversation, by=noor)
    set_priority(conversation, priority="low", by=grace)
    with pytest.raises(ValidationError, match="Somebody has changed it since: its priority"):
        undo_macro(conversation, plan=plan, by=noor)
    assert Conversation.objects.values_list("status", "priority").get() == ("resolved", -1)


def test_what_cannot_be_undone_offers_no_undo(late: Macro, conversation: Conversation, noor: Agent) -> None:
    Macro.objects.update(steps=LATE[1:])
    late.refresh_from_db()
    ran = run_macro(late, conversation=conversation, by=noor)
    assert ran.before == ran.after and ran.stays == ["Leave a note"]


def test_admins_keep_macros_on_their_page(grace: Agent, client: Client) -> None:
    client.force_login(grace)
    assert "No macro yet" in client.get("/settings/macros").content.decode()
    given = {"name": "Parcel is late", "is_active": "on", "conditions": '{"all": []}', "steps": json.dumps(LATE)}
    assert client.post("/settings/macros/new", given).status_code == 302
    macro = Macro.objects.get()
    assert "late parcel" in client.get("/settings/macros").content.decode()
    assert "late parcel" in client.get(f"/settings/macros/{macro.pk}").content.decode()
    wrong = client.post(f"/settings/macros/{macro.pk}", given | {"name": "", "steps": '[{"do": "fly"}]'})
    assert wrong.status_code == 422
    wrong = client.post(f"/settings/macros/{macro.pk}", given | {"steps": '[{"do": "fly"}]'})
    assert wrong.status_code == 422 and "steps.1.do" in wrong.content.decode()
    assert client.post(f"/settings/macros/{macro.pk}", given | {"steps": "[[[["}).status_code == 422
    assert client.post(f"/settings/macros/{macro.pk}/remove").status_code == 302 and not Macro.objects.exists()


@pytest.mark.parametrize("path", ["/settings/macros", "/settings/macros/new", "/settings/rules", "/settings/rules/new"])
def test_agents_do_not_edit(noor: Agent, client: Client, path: str) -> None:
    client.force_login(noor)
    assert client.get(path).status_code == 403


def test_a_macro_that_answers_is_looked_at_first_and_the_rest_follows(
    client: Client, conversation: Conversation, noor: Agent, grace: Agent
) -> None:
    steps = [
        {"do": "reply", "text": "Hello {{customer.first_name}} of {{customer.company}}"},
        {"do": "tag", "tag": "late parcel"},
    ]
    macro = save_macro(None, name="Answer", steps=steps, by=grace)
    client.force_login(noor)
    answer = client.post(f"/conversations/{conversation.pk}/macros/{macro.pk}/words")
    words = json.loads(answer.headers["HX-Trigger"])["composer:insert"]
    assert words["html"] == "<p>Hello Ada of {{customer.company}}</p>"
    assert not conversation.messages.filter(kind=Message.Kind.OUT).exists()
    client.post(words["then"])
    conversation.refresh_from_db()
    assert conversation.tags == ["late parcel"] and not conversation.messages.filter(kind=Message.Kind.OUT).exists()
