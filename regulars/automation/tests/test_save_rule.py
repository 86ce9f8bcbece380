import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.automation.actions.go_back import go_back
from regulars.automation.actions.move import move
from regulars.automation.actions.remove_rule import remove_rule
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.models import Rule, RuleRun, RuleVersion
from regulars.automation.steps import describe_steps
from regulars.automation.tests.conftest import RECEIVED, URGENT, WAITS, settle
from regulars.automation.triggers import offered, read_trigger
from regulars.customers.models import Listening, TimelineEvent
from regulars.team.actions.save_role import save_role
from regulars.team.guard import NotAllowed
from regulars.team.models import AuditEntry
from tests.cast import a_conversation, the_inbox

GOLD = {"field": "customer.attributes.tier", "is": "gold"}


def order():
    return list(Rule.objects.in_order().values_list("name", flat=True))


def test_each_change_is_a_version_and_an_entry_in_the_audit_log(grace, a_rule):
    rule = a_rule(conditions=GOLD)
    save_rule(rule, **{**rule.facts, "name": "Gold care"}, by=grace)
    save_rule(rule, **{**rule.facts, "name": "Gold care"}, by=grace)
    assert [version.facts["name"] for version in RuleVersion.objects.order_by("number")] == ["VIP care", "Gold care"]
    assert (rule.version, rule.changed_by) == (2, grace)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.object) == ("rule.saved", f"rule:{rule.pk}")
    assert (entry.before["name"], entry.after["name"]) == ("VIP care", "Gold care")
    assert AuditEntry.objects.filter(action="rule.saved").count() == 2


def test_one_goes_back_to_an_earlier_version_and_forth_again(grace, a_rule):
    rule = a_rule()
    save_rule(rule, **{**rule.facts, "steps": [{"do": "resolve"}]}, by=grace)
    assert go_back(rule, to=1, by=grace).steps == URGENT
    assert go_back(rule, to=2, by=grace).steps == [{"do": "resolve"}]
    assert rule.version == 4
    with pytest.raises(ValidationError) as refused:
        go_back(rule, to=9, by=grace)
    assert list(refused.value.message_dict) == ["version"]


def test_rules_are_moved_within_their_order(grace, a_rule):
    rules = [a_rule(name) for name in "abcd"]
    move(rules[3], to=1, by=grace)
    assert order() == ["d", "a", "b", "c"]
    move(rules[3], to=1, by=grace)
    move(rules[3], to=99, by=grace)
    move(rules[2], to=-1, by=grace)
    assert order() == ["c", "a", "b", "d"]
    assert list(Rule.objects.in_order().values_list("position", flat=True)) == [1, 2, 3, 4]
    assert AuditEntry.objects.filter(action="rule.moved").count() == 3


def test_a_rule_is_switched_off_and_on(ada, grace, a_rule):
    rule = a_rule()
    for on in (False, False, True):
        turn(rule, on=on, by=grace)
    assert AuditEntry.objects.filter(action="rule.turned").count() == 2
    turn(rule, on=False, by=grace)
    a_conversation(ada)
    settle()
    assert not RuleRun.objects.exists()
    assert not any(row.kinds for row in Listening.objects.filter(name__startswith="regulars.automation"))


def test_a_rule_that_is_removed_leaves_its_name_on_the_timeline(ada, grace, a_rule):
    rule = a_rule()
    a_conversation(ada)
    settle()
    remove_rule(rule, by=grace)
    remove_rule(rule, by=grace)
    a_conversation(ada)
    settle()
    assert not Rule.objects.exists() and not RuleRun.objects.exists()
    assert TimelineEvent.objects.filter(kind="rule.fired", by__endswith=" VIP care").count() == 1
    assert AuditEntry.objects.filter(action="rule.removed").count() == 1


REFUSED = [
    ({"name": " "}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"name": None}, "name"),
    ({"trigger": None}, "trigger"),
    ({"trigger": {"event": "message.received", "after": "1 h"}}, "trigger"),
    ({"trigger": {"event": "message.recieved"}}, "trigger.event"),
    ({"trigger": {"event": "conversation.waited"}}, "trigger.event"),
    ({"trigger": {"event": ["message.received"]}}, "trigger.event"),
    ({"trigger": {"alarm": "waiting", "after": "1 h"}}, "trigger.alarm"),
    ({"trigger": {"alarm": "open"}}, "trigger.after"),
    ({"trigger": {"alarm": "open", "after": "soon"}}, "trigger.after"),
    ({"trigger": {"alarm": "open", "after": "5 seconds"}}, "trigger.after"),
    ({"trigger": {"alarm": "open", "after": "1 h", "in": "dreams"}}, "trigger.in"),
    ({"trigger": {"alarm": "open", "after": "1 h", "past": 1}}, "trigger.past"),
    ({"conditions": {"field": "teir", "is": "gold"}}, "conditions"),
    ({"conditions": {"field": "event.tag", "is": "vip"}}, "conditions"),
    ({"conditions": {"field": "assignee", "is": "me"}}, "conditions"),
    ({"steps": []}, "steps"),
    ({"steps": "resolve"}, "steps"),
    ({"steps": URGENT * 31}, "steps"),
    ({"steps": [{"do": "resolve"}, "resolve"]}, "steps.2"),
    ({"steps": [{"do": "resolv"}]}, "steps.1.do"),
    ({"steps": [{"do": {}}]}, "steps.1.do"),
    ({"steps": [{"do": "take back"}]}, "steps.1.do"),
    ({"steps": [{"do": "set priority"}]}, "steps.1.priority"),
    ({"steps": [{"do": "set priority", "priority": "soon"}]}, "steps.1.priority"),
    ({"steps": [{"do": "set priority", "priority": ["high"]}]}, "steps.1.priority"),
    ({"steps": [{"do": "tag", "tag": "a,b"}]}, "steps.1.tag"),
    ({"steps": [{"do": "tag", "tag": 7}]}, "steps.1.tag"),
    ({"steps": [{"do": "note", "text": " \x00 "}]}, "steps.1.text"),
    ({"steps": [{"do": "resolve", "why": "done"}]}, "steps.1.why"),
    ({"steps": [{"do": "assign"}]}, "steps.1"),
    ({"steps": [{"do": "assign", "agent": 2**62}]}, "steps.1.agent"),
    ({"steps": [{"do": "assign", "agent": 2**80}]}, "steps.1.agent"),
    ({"steps": [{"do": "assign", "team": True}]}, "steps.1.team"),
    ({"steps": [{"do": "merge", "into": 999999}]}, "steps.1.into"),
    ({"stops": "yes"}, "stops"),
]


@pytest.mark.parametrize(("wrong", "place"), REFUSED, ids=[f"{place}: {wrong}"[:60] for wrong, place in REFUSED])
def test_what_is_wrong_is_refused_by_name_and_changes_nothing(grace, a_rule, wrong, place):
    rule = a_rule()
    before = rule.facts
    for which in (rule, None):
        with pytest.raises(ValidationError) as refused:
            save_rule(which, **{**before, **wrong}, by=grace)
        assert list(refused.value.message_dict) == [place]
    rule.refresh_from_db()
    assert rule.facts == before and Rule.objects.count() == RuleVersion.objects.count() == 1


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=8),
    lambda inside: some.lists(inside, max_size=3)
    | some.dictionaries(some.sampled_from(["do", "event", "alarm", "after", "in", "tag", "text", "agent", "x"]), inside, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    trigger=ANYTHING,
    steps=ANYTHING | some.lists(some.fixed_dictionaries({"do": some.sampled_from(sorted(CAPABILITIES))}), max_size=3),
)
def test_whatever_is_given_is_taken_or_refused_by_name(grace, trigger, steps):
    for facts in ({"trigger": trigger, "steps": URGENT}, {"trigger": RECEIVED, "steps": steps}):
        try:
            save_rule(None, name="Any", conditions={}, **facts, by=grace)
        except ValidationError as error:
            assert all(name.split(".")[0] in ("trigger", "steps") for name in error.message_dict)


def test_every_event_about_a_conversation_or_a_customer_may_be_answered(grace, a_rule):
    for kind in offered():
        trigger = read_trigger({"event": kind.kind})
        doable = [step["do"] for step in describe_steps(on=trigger.things)]
        assert "resolve" in doable or not trigger.is_about_a_conversation
    assert a_rule(trigger=WAITS).trigger == WAITS


def test_every_capability_is_described_for_editors(grace, beans):
    told = {step["do"]: step for step in describe_steps(on=frozenset({"conversation", "message", "customer"}))}
    assert set(told) == set(CAPABILITIES)
    priority = told["set priority"]["takes"][0]
    assert priority["kind"] == "choice" and {"value": "high", "label": "High"} in priority["choices"]
    team = next(value for value in told["assign"]["takes"] if value["name"] == "team")
    assert team["isOptional"] and {"value": beans.pk, "label": "Beans & orders"} in team["choices"]


def test_every_capability_of_a_conversation_can_be_a_step(ada, grace, noor, beans, a_rule):
    values = {
        "text": "Hello.", "tag": "vip", "priority": "high", "team": beans.pk, "agent": noor.pk,
        "into": a_conversation(ada, inbox=the_inbox("Other")).pk,
    }  # fmt: skip
    for name, capability in CAPABILITIES.items():
        if capability.of != "conversation" or set(capability.takes) - set(values):
            continue
        if name == "follow up":  # only of what is settled, which a letter never leaves so
            continue
        rule = a_rule(name, steps=[{"do": name, **{key: values[key] for key in capability.takes}}])
        a_conversation(ada)
        settle()
        assert RuleRun.objects.filter(rule=rule).values_list("outcome", "reason").first() == (
            "fired",
            "The customer wrote to us",
        )
        remove_rule(rule, by=grace)


@pytest.mark.django_db(transaction=True)
def test_rules_that_are_made_at_the_same_moment_have_places_of_their_own(grace):
    def make(number):
        save_rule(None, name=f"Rule {number}", trigger=RECEIVED, conditions={}, steps=URGENT, by=grace)
        connections.close_all()

    threads = [threading.Thread(target=make, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Rule.objects.values_list("position", flat=True)) == [*range(1, 9)]


def test_who_sorts_conversations_brings_no_customers_together(grace, noor):
    noor.role = save_role(None, name="Sorter", permissions=["organise"], by=grace)
    with pytest.raises(NotAllowed):
        CAPABILITIES["merge customer"].allow(noor)
    CAPABILITIES["merge customer"].allow(grace)
