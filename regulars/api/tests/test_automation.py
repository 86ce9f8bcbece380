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


def test_rules_are_listed_and_read(program: Program, rule: Rule) -> None:
    (listed,) = program.get("/rules").json()["items"]
    shapes.Rule.model_validate(listed)
    assert listed == program.get(f"/rules/{rule.pk}").json()
    assert (listed["name"], listed["position"], listed["steps"], listed["version"]) == ("Late", 1, STEPS, 1)


def test_what_a_rule_has_done_is_told_page_by_page(program: Program, rule: Rule, conversation: Conversation) -> None:
    about = {"rule": rule, "version": 1, "customer": conversation.customer, "conversation": conversation}
    for event in (11, 12, 13):
        RuleRun.objects.create(
            **about, event_id=event, outcome="not held", reason="not: tier is “gold” (it is “silver”)"
        )
    page = program.get(f"/rules/{rule.pk}/runs", limit=2).json()
    shapes.RuleRun.model_validate(page["items"][0])
    assert [run["event"] for run in page["items"]] == [13, 12]
    rest = program.get(f"/rules/{rule.pk}/runs", cursor=page["next"]).json()
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


@pytest.mark.parametrize("path", ["/rules/99", "/rules/99/runs", "/macros/99"])
def test_what_is_not_there_is_not_found(program: Program, path: str, refused: Callable[..., Any]) -> None:
    refused(program.get(path), 404)


@pytest.mark.parametrize("path", ["/rules", "/macros"])
def test_strangers_are_told_nothing(stranger: Program, path: str) -> None:
    assert stranger.get(path).status_code == 401
