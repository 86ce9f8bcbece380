import pytest

from regulars.automation import running
from regulars.automation.actions.consider import consider
from regulars.automation.actions.turn import turn
from regulars.automation.models import Rule, RuleRun
from regulars.automation.rulebook import current, turn_page
from regulars.automation.tests.conftest import URGENT, settle
from regulars.conversations.actions.note import note
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.tag import tag
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.react import react
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.models import Reaction, TimelineEvent
from regulars.customers.telling import told
from regulars.lib.throttle import Throttle
from tests.cast import a_conversation, letter_from

GOLD = {"field": "customer.attributes.tier", "is": "gold"}


def outcomes(rule):
    return list(RuleRun.objects.filter(rule=rule).order_by("pk").values_list("outcome", flat=True))


def test_a_rule_whose_conditions_hold_does_its_steps_and_the_timeline_names_it(ada, a_rule):
    rule = a_rule(conditions=GOLD, steps=[*URGENT, {"do": "tag", "tag": "VIP"}])
    edit_customer(ada, attributes={"tier": "gold"})
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert (conversation.priority, conversation.tags) == (2, ["vip"])
    run = RuleRun.objects.get()
    assert (run.outcome, run.version, run.conversation, run.steps) == (
        "fired", 1, conversation, ["Set the priority: Urgent", "Put a tag on: VIP"],
    )  # fmt: skip
    cause = TimelineEvent.objects.get(kind="message.received")
    acts = TimelineEvent.objects.filter(because=cause.pk).order_by("pk")
    assert [act.kind for act in acts] == ["rule.fired", "conversation.priority_set", "conversation.tagged"]
    assert {act.by for act in acts} == {f"rule:{rule.pk} VIP care"}
    assert told(acts)[0].sentence == "VIP care acted: tier is “gold”"


def test_why_a_rule_did_nothing_is_told_with_what_is_there_instead(ada, a_rule):
    a_rule(conditions={"all": [GOLD, {"field": "status", "is": "open"}]})
    edit_customer(ada, attributes={"tier": "silver"})
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    run = RuleRun.objects.get()
    assert (conversation.priority, run.outcome) == (0, "not held")
    assert run.reason == "not: tier is “gold” (it is silver)"


def test_events_that_no_rule_answers_owe_nothing(ada, noor, a_rule):
    rule = a_rule(trigger={"event": "conversation.resolved"})
    a_conversation(ada)
    assert not Reaction.objects.filter(name__endswith="consider").exists()
    resolve(a_conversation(ada), by=noor)
    assert Reaction.objects.filter(name__endswith=f"{consider.__name__}.{consider.__name__}").count() == 1
    settle()
    assert outcomes(rule) == ["fired"]


def test_rules_are_asked_in_order_and_each_sees_what_those_before_it_did(ada, beans, a_rule):
    nobody = {"field": "team", "is missing": True}
    first = a_rule("First", conditions=nobody, steps=[{"do": "assign", "team": beans.pk}])
    second = a_rule("Second", conditions=nobody)
    third = a_rule("Third", conditions={"field": "team", "is": beans.pk}, steps=[{"do": "tag", "tag": "beans"}])
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert [outcomes(each) for each in (first, second, third)] == [["fired"], ["not held"], ["fired"]]
    assert (conversation.priority, conversation.tags) == (0, ["beans"])


def test_after_a_rule_that_is_the_last_no_later_one_is_asked_for_this_event(ada, a_rule):
    a_rule("Never", conditions={"field": "status", "is": "resolved"}, stops=True)
    last = a_rule("Last", stops=True, steps=[{"do": "tag", "tag": "seen"}])
    later = a_rule("Later")
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert (conversation.priority, outcomes(last), outcomes(later)) == (0, ["fired"], ["stopped"])
    assert RuleRun.objects.get(rule=later).reason == "“Last” was the last rule for this event"


def test_a_step_that_fails_undoes_its_rule_alone(ada, noor, a_rule):
    steps = [{"do": "tag", "tag": "half"}, {"do": "assign", "agent": noor.pk}]
    failing, other = a_rule("Failing", steps=steps, stops=True), a_rule("Other")
    noor.is_active = False
    noor.save()
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert (conversation.tags, conversation.priority) == ([], 2)
    assert (outcomes(failing), outcomes(other)) == (["failed"], ["fired"])
    reason = RuleRun.objects.get(rule=failing).reason
    assert reason.startswith("2. Give to:") and "any more" in reason
    assert not TimelineEvent.objects.filter(kind="conversation.tagged").exists()
    assert not Reaction.objects.exclude(state="done").exists()


def test_a_rule_that_triggers_itself_settles(ada, noor, a_rule):
    rule = a_rule(trigger={"event": "note.added"}, steps=[{"do": "note", "text": "Somebody noted something."}])
    conversation = a_conversation(ada)
    note(conversation, text="By hand.", by=noor)
    settle()
    assert conversation.messages.filter(kind="note").count() == 2
    assert outcomes(rule) == ["fired", "loop"]
    note(conversation, text="Once more.", by=noor)
    settle()
    assert outcomes(rule) == ["fired", "loop", "fired", "loop"]


def test_two_rules_that_trigger_each_other_settle(ada, noor, a_rule):
    resolves = a_rule("Resolve", trigger={"event": "conversation.reopened"}, steps=[{"do": "resolve"}])
    reopens = a_rule("Reopen", trigger={"event": "conversation.resolved"}, steps=[{"do": "reopen"}])
    resolve(a_conversation(ada), by=noor)
    settle()
    assert (outcomes(reopens), outcomes(resolves)) == (["fired", "loop"], ["fired"])


def test_what_happened_may_be_asked_about_too(ada, noor, tomas, a_rule):
    tagged = a_rule("Late", trigger={"event": "conversation.tagged"}, conditions={"field": "event.tag", "is": "late"})
    by_agent = a_rule("Hand", trigger={"event": "note.added"}, conditions={"field": "event.by", "is": "agent"})
    machine = a_rule("Machine", conditions={"field": "event.is_automatic", "is": True})
    conversation = a_conversation(ada)
    letter_from(ada, "I am away.", conversation=conversation, is_automatic=True)
    note(conversation, text="Hm.", by=noor)
    tag(conversation, tag="late", by=tomas)
    tag(conversation, tag="vip", by=tomas)
    settle()
    assert outcomes(tagged) == ["fired", "not held"]
    assert outcomes(by_agent) == ["fired"]
    assert outcomes(machine) == ["not held", "fired"]
    assert RuleRun.objects.get(rule=tagged, outcome="not held").reason == "not: event’s tag is “late” (it is vip)"


def test_what_is_not_named_stays_as_it_is(ada, noor, beans, a_rule):
    a_rule(trigger={"event": "note.added"}, steps=[{"do": "assign", "team": beans.pk}])
    conversation = a_conversation(ada, assignee=noor)
    note(conversation, text="Beans.", by=noor)
    settle()
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.team) == (noor, beans)


def test_a_change_holds_for_what_has_happened_but_was_not_considered_yet(ada, grace, a_rule):
    rule = a_rule(conditions=GOLD)
    a_conversation(ada)
    settle()  # the rules are remembered now
    edit_customer(ada, attributes={"tier": "gold"})
    first = a_conversation(ada)
    turn(rule, on=False, by=grace)
    settle()
    first.refresh_from_db()
    assert first.priority == 0 and outcomes(rule) == ["not held"]


def test_a_conversation_that_is_gone_is_nobodys_business(ada, a_rule):
    rule = a_rule()
    conversation = a_conversation(ada)
    conversation.delete()
    settle()
    assert outcomes(rule) == []


def test_a_rule_that_can_no_longer_be_read_lets_the_others_go_on(ada, a_rule):
    broken, other = a_rule("Broken"), a_rule("Other")
    Rule.objects.filter(pk=broken.pk).update(conditions={"field": "planet", "is": "Mars"})
    turn_page()
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert conversation.priority == 2 and outcomes(other) == ["fired"]
    assert [rule.pk for rule, _why in current().unreadable] == [broken.pk]


def test_runs_that_did_nothing_are_a_ring(ada, a_rule, monkeypatch):
    monkeypatch.setattr(running, "KEPT", 3)
    rule = a_rule(conditions={"field": "status", "is": "resolved"})
    conversation = a_conversation(ada)
    for _ in range(5):
        letter_from(ada, conversation=conversation)
    settle()
    assert outcomes(rule) == ["not held"] * 3


def test_fifty_rules_are_asked_in_one_query(ada, a_rule, monkeypatch, django_assert_max_num_queries):
    for number in range(50):
        a_rule(f"Rule {number}", conditions={"all": [GOLD, {"field": "tags", "has": f"tag {number}"}]})
    a_conversation(ada)
    settle()
    monkeypatch.setattr(running, "_samples", Throttle(per_second=0.001, burst=0))
    a_conversation(ada)
    with django_assert_max_num_queries(11):
        react()


@pytest.mark.parametrize("words", ["it's", 'a "b"', "100 %s {x} \\", "é – ‘’"])
def test_odd_words_do_no_harm(ada, a_rule, words):
    rule = a_rule(words, trigger={"event": "conversation.tagged"}, conditions={"field": "event.tag", "is": words})
    conversation = a_conversation(ada)
    tag(conversation, tag=words, by=rule.made_by)
    settle()
    assert outcomes(rule) == ["fired"]


def test_what_happens_to_a_customer_may_be_answered_as_well(ada, noor, a_rule):
    gold = {
        "all": [
            {"field": "event.name", "is": "tier"},
            {"field": "event.value", "is": "gold"},
            {"field": "customer.name", "contains": "ada"},
        ]
    }
    steps = [
        {"do": "note customer", "text": "Gold since today."},
        {"do": "set attribute", "name": "hosted by", "value": "Noor"},
    ]
    rule = a_rule(trigger={"event": "customer.attribute_set"}, conditions=gold, steps=steps)
    set_attribute(ada, name="tier", value="gold", by=noor)
    settle()
    ada.refresh_from_db()
    assert ada.attributes == {"tier": "gold", "hosted by": "Noor"} and ada.notes.get().text == "Gold since today."
    assert outcomes(rule) == ["fired", "not held"]
    assert TimelineEvent.objects.get(kind="rule.fired").about == ""


def test_machines_do_not_answer_machines(ada, a_rule):
    rule = a_rule(steps=[{"do": "reply", "text": "We are on it."}])
    conversation = a_conversation(ada)
    letter_from(ada, "I am away.", conversation=conversation, is_automatic=True)
    settle()
    assert outcomes(rule) == ["fired", "failed"]
    for _ in range(running.MOST_ANSWERS):
        letter_from(ada, "I am a machine that nobody knows as one.", conversation=conversation)
    settle()
    assert outcomes(rule).count("fired") == running.MOST_ANSWERS
    assert RuleRun.objects.latest("pk").reason == f"rules have answered here {running.MOST_ANSWERS} times within a day"


def test_more_rules_than_one_query_can_answer_are_all_asked(ada, grace, a_rule, monkeypatch):
    monkeypatch.setattr("regulars.automation.rulebook.MOST", 2)
    several = [a_rule(f"Rule {number}", steps=[{"do": "tag", "tag": f"t{number}"}]) for number in range(5)]
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert len(conversation.tags) == 5 and [outcomes(rule) for rule in several] == [["fired"]] * 5
