"""Rules and macros, as programs read and run them."""

from collections.abc import Callable
from typing import Any

import pytest

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import Macro, Rule, RuleRun
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
STEPS = [{"do": "tag", "tag": "late parcel"}, {"do": "set priority", "priority": "high"}]


@pytest.fixture
def conversation(ada: Customer) -> Conversation:
    return a_conversation(ada)


@pytest.fixture
def macro(grace: Agent) -> Macro:
    return save_macro(None, name="Parcel is late", steps=STEPS, by=grace)


@pytest.fixture
def rule(grace: Agent) -> Rule:
    return save_rule(
        None, name="Late", trigger={"event": "message.received"}, conditions={"all": []}, steps=STEPS, by=grace
    )


def test_rules_are_listed_and_read(owner: Program, rule: Rule) -> None:
    (listed,) = owner.get("/rules").json()["items"]
    shapes.Rule.model_validate(listed)
    assert listed == owner.get(f"/rules/{rule.pk}").json()
    assert (listed["name"], listed["position"], listed["steps"], listed["version"]) == ("Late", 1, STEPS, 1)


def test_what_a_rule_has_done_is_told_page_by_page(owner: Program, rule: Rule, conversation: Conversation) -> None:
    about = {"rule": rule, "version": 1, "customer": conversation.customer, "conversation": conversation}
    for event in (11, 12, 13):
        RuleRun.objects.create(
            **about, event_id=event, outcome="not held", reason="not: tier is “gold” (it is “silver”)"
        )
    page = owner.get(f"/rules/{rule.pk}/runs", limit=2).json()
    shapes.RuleRun.model_validate(page["items"][0])
    assert [run["event"] for run in page["items"]] == [13, 12]
    rest = owner.get(f"/rules/{rule.pk}/runs", cursor=page["next"]).json()
    assert [run["event"] for run in rest["items"]] == [11] and rest["next"] is None
    assert rest["items"][0]["reason"] == "not: tier is “gold” (it is “silver”)"


def test_macros_are_listed_and_read(program: Program, macro: Macro) -> None:
    (listed,) = program.get("/macros").json()["items"]
    shapes.Macro.model_validate(listed)
    assert listed == program.get(f"/macros/{macro.pk}").json()
    assert listed["steps"] == STEPS


def test_a_macro_is_run(program: Program, macro: Macro, conversation: Conversation) -> None:
    told = program.post(f"/conversations/{conversation.pk}/run", macro=macro.pk).json()
    assert (told["tags"], told["priority"]) == (["late parcel"], "high")


def test_a_macro_that_is_not_there_or_not_offered_is_refused(
    program: Program, macro: Macro, conversation: Conversation, grace: Agent, refused: Callable[..., Any]
) -> None:
    refused(program.post(f"/conversations/{conversation.pk}/run", macro=9999), 422, "macro", "unknown")
    refused(program.post(f"/conversations/{conversation.pk}/run"), 422, "macro", "missing")
    refused(program.post("/conversations/999999/run", macro=macro.pk), 404)
    save_macro(macro, name=macro.name, steps=STEPS, is_active=False, by=grace)
    refused(program.post(f"/conversations/{conversation.pk}/run", macro=macro.pk), 422, "macro", "not_offered")
    conversation.refresh_from_db()
    assert conversation.tags == []


RULE = {"name": "VIP", "trigger": {"event": "message.received"}, "steps": STEPS}


def test_a_rule_is_made_changed_moved_switched_taken_back_and_removed(owner: Program, rule: Rule) -> None:
    made = owner.post("/rules", **RULE)
    assert made.status_code == 201 and (made.json()["position"], made.json()["is_active"]) == (2, True)
    shapes.Rule.model_validate(made.json())
    path = f"/rules/{made.json()['id']}"
    changed = owner.patch(path, name="Very important", stops=True).json()
    assert (changed["name"], changed["stops"], changed["version"], changed["steps"]) == (
        "Very important",
        True,
        2,
        STEPS,
    )
    assert owner.patch(path, name="Very important").json()["version"] == 2
    assert owner.post(f"{path}/back", to=1).json()["name"] == "VIP"
    assert owner.post(f"{path}/move", to=1).json()["position"] == 1
    assert [each["name"] for each in owner.get("/rules").json()["items"]] == ["VIP", "Late"]
    for _twice in range(2):
        assert owner.post(f"{path}/turn", on=False).json()["is_active"] is False
    assert owner.delete(path).status_code == 204
    assert owner.get(path).status_code == 404


def test_a_macro_is_made_changed_and_removed(owner: Program, macro: Macro, refused: Callable[..., Any]) -> None:
    made = owner.post("/macros", name="Thank", steps=[{"do": "note", "text": "Thank {{customer.first_name}}"}])
    assert made.status_code == 201
    shapes.Macro.model_validate(made.json())
    path = f"/macros/{made.json()['id']}"
    changed = owner.patch(path, is_active=False).json()
    assert (changed["name"], changed["is_active"]) == ("Thank", False)
    refused(owner.patch(path, name="Parcel is late"), 409, "name", "taken")
    assert owner.delete(path).status_code == 204 and Macro.objects.get() == macro


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"trigger": {"event": "message.recieved"}}, "trigger.event"),
        ({"trigger": {"alarm": "waiting for us", "after": "soon"}}, "trigger.after"),
        ({"conditions": {"field": "moon", "is": "full"}}, "conditions"),
        ({"steps": [{"do": "set priority", "priority": "highest"}]}, "steps.1.priority"),
        ({"steps": [{"do": "reply", "text": "Hi {{nobody}}"}]}, "steps.1.text"),
        ({"steps": "resolve"}, "steps"),
        ({"is_active": "yes"}, "is_active"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_in_a_rule_is_named_and_nothing_is_kept(
    owner: Program, rule: Rule, refused: Callable[..., Any], given: dict, field: str
) -> None:
    refused(owner.post("/rules", **RULE | given), 422, field)
    if field != "is_active":
        refused(owner.patch(f"/rules/{rule.pk}", **given), 422, field)
    assert Rule.objects.get().version == 1
    for path, word in (("turn", {"on": 1}), ("move", {"to": 0}), ("back", {"to": 9})):
        refused(owner.post(f"/rules/{rule.pk}/{path}", **word), 422)


def test_who_may_set_up_no_automation_changes_no_rule(
    program: Program, rule: Rule, refused: Callable[..., Any]
) -> None:
    refused(program.post("/rules", **RULE), 403)
    refused(program.patch(f"/rules/{rule.pk}", name="Mine"), 403)
    refused(program.delete(f"/rules/{rule.pk}"), 403)
    assert Rule.objects.get().name == "Late"


@pytest.mark.parametrize("path", ["/rules/99", "/rules/99/runs", "/macros/99"])
def test_what_is_not_there_is_not_found(owner: Program, path: str, refused: Callable[..., Any]) -> None:
    refused(owner.get(path), 404)


@pytest.mark.parametrize("path", ["/rules", "/macros"])
def test_strangers_are_told_nothing(stranger: Program, path: str) -> None:
    assert stranger.get(path).status_code == 401
