"""The rules as their lead sees them: the list, the editor, the log, the versions."""

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from regulars.automation.actions.save_macro import save_macro
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import Rule, RuleRun
from regulars.conversations.models import Conversation, Tag, View
from regulars.customers.models import Customer
from regulars.team.models import Agent, Team
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db
GOLD = {"all": [{"field": "customer.attributes.tier", "is": "gold"}]}
RAISE = [{"do": "set priority", "priority": "high"}]


@pytest.fixture
def lead(grace: Agent, client: Client) -> Client:
    client.force_login(grace)
    return client


def asked_for(**words: str) -> dict[str, str]:
    """What the form sends."""
    usual = {"name": "Gold care", "when": "wait:waiting for us", "after": "30 minutes", "counted": "calendar"}
    return usual | {"conditions": json.dumps(GOLD), "steps": json.dumps(RAISE)} | words


def made(grace: Agent, name: str = "Gold care", **facts: Any) -> Rule:
    usual = {"trigger": {"event": "message.received"}, "conditions": GOLD, "steps": RAISE}
    return save_rule(None, name=name, by=grace, **usual | facts)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_empty_list_teaches(lead: Client) -> None:
    assert "No rule yet" in text(lead.get("/settings/rules"))


def test_a_rule_is_made_and_changed(lead: Client) -> None:
    assert lead.post("/settings/rules/new", asked_for()).status_code == 302
    rule = Rule.objects.get()
    assert rule.trigger == {"alarm": "waiting for us", "after": "30 minutes", "in": "calendar"}
    assert (rule.name, rule.conditions, rule.steps, rule.stops) == ("Gold care", GOLD, RAISE, False)
    lead.post(f"/settings/rules/{rule.pk}", asked_for(when="message.received", stops="on"))
    rule.refresh_from_db()
    assert (rule.trigger, rule.stops, rule.version) == ({"event": "message.received"}, True, 2)
    shown = text(lead.get("/settings/rules"))
    assert "tier is “gold”" in shown and "Set the priority: High" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"after": "soon"}, 'placeholder="30 minutes" aria-invalid="true"'),
        ({"when": "message.dreamt"}, "not known"),
        ({"steps": '[{"do": "fly"}]'}, "steps.1.do"),
        ({"steps": "[]"}, "Choose 1 to 30 steps"),
        ({"steps": "[" * 9000}, "Load the page again"),
        ({"conditions": '{"field": "messages", "at least": NaN}'}, "Load the page again"),
        ({"conditions": '{"field": "messages", "at least": 1e999}'}, "messages"),
        ({"conditions": "[]" * 2}, "Load the page again"),
        ({"conditions": '["all"]'}, "a condition is an object"),
        ({"conditions": '{"field": "subject", "is": "\\ud800"}'}, "subject"),
        ({"steps": '{"do": "resolve"}'}, "Choose 1 to 30 steps"),
        ({"steps": '[{"do": "tag", "tag": "\\u0000"}]'}, "steps.1.tag"),
        ({"steps": '[{"do": ["resolve"]}]'}, "steps.1.do"),
        ({"after": "30 seconds"}, "at least one minute"),
        ({"after": "\U0001f600"}, "id_after"),
        ({"conditions": '{"all": [{"field": "teir", "is": 1}]}'}, "all.1"),
        ({"conditions": '{"field": "assignee", "is": "me"}'}, "me"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(lead: Client, words: dict[str, str], said: str) -> None:
    answer = lead.post("/settings/rules/new", asked_for(**words))
    assert answer.status_code == 422 and said in text(answer)
    assert not Rule.objects.exists()


def test_rules_are_moved_switched_and_removed(lead: Client, grace: Agent) -> None:
    first, second = made(grace, "First"), made(grace, "Second")
    assert (
        lead.post(f"/settings/rules/{second.pk}/move", {"to": 1}, headers={"Accept": "application/json"}).status_code
        == 204
    )
    assert list(Rule.objects.in_order()) == [second, first]
    assert lead.post(f"/settings/rules/{second.pk}/move", {"to": "up"}).status_code == 422
    lead.post(f"/settings/rules/{first.pk}/turn", {"on": "0"})
    assert list(Rule.objects.active()) == [second]
    lead.post(f"/settings/rules/{first.pk}/remove")
    assert list(Rule.objects.all()) == [second]


def test_the_editor_is_told_what_another_trigger_offers(lead: Client) -> None:
    told = lead.get("/settings/rules/about", {"when": "message.received"}).json()
    assert "event.is_automatic" in [field["name"] for field in told["conditions"]["fields"]]
    assert "set priority" in [step["do"] for step in told["steps"]["steps"]]
    waits = lead.get("/settings/rules/about", {"when": "wait:unassigned"}).json()
    assert "event.is_automatic" not in [field["name"] for field in waits["conditions"]["fields"]]
    assert lead.get("/settings/rules/about", {"when": "wait:for godot"}).status_code == 422


def test_whatever_may_be_chosen_under_when_can_do_something(lead: Client) -> None:
    shown = text(lead.get("/settings/rules/new"))
    for event in ("message.received", "conversation.opened", "wait:quiet"):
        assert f'value="{event}"' in shown


def test_the_log_says_why(lead: Client, grace: Agent, ada: Customer) -> None:
    rule, conversation = made(grace), a_conversation(ada)
    assert "Nothing has happened yet" in text(lead.get(f"/settings/rules/{rule.pk}/log"))
    for outcome, reason in (("fired", "tier is “gold”"), ("not held", "not: tier is “gold” (it is silver)")):
        _ran(rule, conversation, outcome, reason)
    shown = text(lead.get(f"/settings/rules/{rule.pk}/log"))
    assert "(it is silver)" in shown and "Where is my order?" in shown and "Ada Moreau" in shown
    assert "(it is silver)" not in text(lead.get(f"/settings/rules/{rule.pk}/log?outcome=fired"))
    assert "Gold care: fired 1 time in 7 days" in text(lead.get("/settings/rules"))


def test_the_log_goes_on_page_by_page(lead: Client, grace: Agent, ada: Customer) -> None:
    rule, conversation = made(grace), a_conversation(ada)
    for number in range(51):
        _ran(rule, conversation, "fired", f"reason {number:02}")
    first = text(lead.get(f"/settings/rules/{rule.pk}/log"))
    oldest_shown = RuleRun.objects.order_by("-pk")[49].pk
    assert "reason 50" in first and "reason 00" not in first and f"before={oldest_shown}" in first
    rest = text(lead.get(f"/settings/rules/{rule.pk}/log?before={oldest_shown}"))
    assert "reason 00" in rest and "reason 01" not in rest


def test_versions_say_what_changed_and_are_gone_back_to(lead: Client, grace: Agent) -> None:
    rule = made(grace)
    save_rule(rule, **rule.facts | {"name": "Gold and silver care", "steps": [*RAISE, {"do": "resolve"}]}, by=grace)
    shown = text(lead.get(f"/settings/rules/{rule.pk}/versions"))
    assert "<del>Gold care</del><ins>Gold and silver care</ins>" in shown
    assert "<ins>Resolve</ins>" in shown and "<del>Set the priority: High</del>" not in shown
    lead.post(f"/settings/rules/{rule.pk}/back", {"to": "1"})
    rule.refresh_from_db()
    assert (rule.name, rule.version) == ("Gold care", 3)
    lead.post(f"/settings/rules/{rule.pk}/back", {"to": "77"})
    rule.refresh_from_db()
    assert rule.version == 3


def test_a_rule_from_another_version_of_regulars_is_shown_as_broken(lead: Client, grace: Agent) -> None:
    rule = made(grace)
    Rule.objects.filter(pk=rule.pk).update(trigger={"event": "moon.rose"})
    assert "cannot work" in text(lead.get("/settings/rules"))
    assert lead.get(f"/settings/rules/{rule.pk}").status_code == 200
    assert lead.get(f"/settings/rules/{rule.pk}/versions").status_code == 200


def _ran(rule: Rule, conversation: Conversation, outcome: str, reason: str) -> None:
    about = {"customer_id": conversation.customer_id, "conversation": conversation, "event_id": 1}
    RuleRun.objects.create(rule=rule, version=1, outcome=outcome, reason=reason, **about)


def test_an_admin_says_for_how_long_the_log_is_kept(grace, client, a_rule):
    a_rule()
    client.force_login(grace)
    assert 'value="90"' in client.get("/settings/rules").content.decode()
    assert "kept for 30 days" in client.post("/settings/rules/log", {"days": "30"}, follow=True).content.decode()
    for wrong in ("", "6", "-1", "99999999999", "²"):
        told = client.post("/settings/rules/log", {"days": wrong}, follow=True).content.decode()
        assert "Between 7 and 3650 days." in told and 'value="30"' in told


def test_what_is_named_and_not_there_any_more_is_pointed_out(lead: Client, grace: Agent, beans: Team) -> None:
    tree = {"all": [{"field": "team", "is": beans.pk}, {"field": "tags", "has": "wholesale"}]}
    steps = [{"do": "assign", "team": beans.pk}]
    Tag.objects.create(name="wholesale")
    rule = made(grace, conditions=tree, steps=steps)
    macro = save_macro(None, name="To beans", conditions=tree, steps=steps, is_active=True, by=grace)
    view = View.objects.create(name="Beans", agent=grace, conditions=tree)
    addresses = ("/settings/rules", f"/settings/rules/{rule.pk}", "/settings/macros", f"/settings/macros/{macro.pk}")
    pages = (*addresses, f"/inbox/views/{view.pk}")
    assert not [page for page in pages if "not there" in text(lead.get(page)) or "is gone" in text(lead.get(page))]
    Tag.objects.all().delete()
    number = beans.pk
    beans.delete()
    for page in pages:
        shown = unescape(text(lead.get(page)))
        assert f"team #{number}" in shown and "tags “wholesale”" in shown, page
