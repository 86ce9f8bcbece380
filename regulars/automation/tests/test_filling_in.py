"""Texts of steps with places: checked when they are kept, filled when they are done."""

import pytest
from django.core.exceptions import ValidationError

from regulars.automation.actions.run_macro import run_macro
from regulars.automation.actions.save_macro import save_macro
from regulars.automation.steps import describe_steps
from regulars.automation.tests.conftest import settle
from regulars.conversations.models import Message, Promise
from regulars.customers.actions.identify import identify
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db
MET = {"event": "customer.met"}


def test_a_rule_fills_what_it_writes_from_what_the_steps_before_have_left(ada, beans, inbox, a_rule):
    Promise.objects.create(name="All", first_reply=120, is_told=True)
    said = "Hello {{customer.first_name}}, this is #{{conversation.number}}. {{promise}} {{agent}}"
    steps = [
        {"do": "set priority", "priority": "high"},
        {"do": "reply", "text": said},
        {"do": "tell", "team": beans.pk, "text": "{{conversation.priority}}: {{customer.attributes.tier|no tier}}"},
    ]
    a_rule(steps=steps)
    conversation = a_conversation(ada)
    settle()
    written = dict(Message.objects.exclude(kind=Message.Kind.IN).values_list("kind", "text"))
    assert written[Message.Kind.OUT] == (
        f"Hello Ada, this is #{conversation.pk}. We answer within 2 hours. {inbox.brand}"
    )
    assert written[Message.Kind.NOTE] == "High: no tier"


def test_a_macro_is_filled_with_the_agent_who_runs_it(ada, grace, noor):
    macro = save_macro(None, name="Sign", steps=[{"do": "note", "text": "{{agent}} has it."}], by=grace)
    run_macro(macro, conversation=a_conversation(ada), by=noor)
    assert Message.objects.get(kind=Message.Kind.NOTE).text == "Noor Haddad has it."


def test_a_rule_about_a_customer_alone_is_filled_too(a_rule):
    a_rule(trigger=MET, steps=[{"do": "note customer", "text": "Met {{customer.name}} {{agent|by a rule}}"}])
    chiara = identify("email", "chiara@conti.example", name="Chiara Conti", channel="email")
    settle()
    assert chiara.notes.get().text == "Met Chiara Conti by a rule"


@pytest.mark.parametrize(
    ("trigger", "step", "says"),
    [
        ({}, {"do": "reply", "text": "Hello {{customer.frist_name}}"}, "did you mean {{customer.first_name}}?"),
        ({}, {"do": "note", "text": "Hello {{customer.name}"}, "nothing fills"),
        ({"trigger": MET}, {"do": "note customer", "text": "#{{conversation.number}}"}, "nothing fills"),
    ],
)
def test_what_nothing_fills_is_refused_where_it_stands(a_rule, trigger, step, says):
    with pytest.raises(ValidationError) as error:
        a_rule(steps=[step], **trigger)
    assert list(error.value.message_dict) == ["steps.1.text"] and says in error.value.messages[0]


def test_editors_are_told_what_may_be_put_in():
    (told,) = [each for each in describe_steps() if each["do"] == "reply"]
    assert {"name": "promise", "label": "how soon we answer"} in told["takes"][0]["places"]
