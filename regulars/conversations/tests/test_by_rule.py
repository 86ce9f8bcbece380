"""What an agent may do, a rule may do as well: in its own name, and without being taken for somebody of the team."""

import pytest

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Message
from regulars.customers.actor import Actor
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from tests.cast import a_conversation

RULE = Actor("rule", 7, "VIP care: gold first")


def test_who_did_it_is_read_as_it_was_written():
    for actor in (RULE, Actor("agent", 3), Actor("system")):
        assert Actor.read(str(actor)) == actor


@pytest.mark.parametrize(
    ("act", "values"),
    [(tag, {"tag": "vip"}), (set_priority, {"priority": "high"}), (resolve, {}), (note, {"text": "Gold: call them."})],
)
def test_the_timeline_names_the_rule(ada, act, values):
    conversation = a_conversation(ada)
    act(conversation, by=RULE, **values)
    event = TimelineEvent.objects.latest("pk")
    assert event.by == "rule:7 VIP care: gold first"
    assert [line.sentence for line in told([event], with_quiet=True) if "VIP care: gold first" in line.sentence]


def test_a_rule_gives_takes_back_and_opens(ada, noor):
    conversation = a_conversation(ada, resolved_by=noor)
    reopen(conversation, by=RULE)
    tag(conversation, tag="vip", by=RULE)
    untag(conversation, tag="vip", by=RULE)
    assign(conversation, agent=noor, by=RULE)
    conversation.refresh_from_db()
    assert conversation.is_open and conversation.assignee == noor and conversation.tags == []


def test_a_rules_answer_says_that_no_person_wrote_it_and_ends_nobodys_wait(ada):
    conversation = a_conversation(ada)
    waiting_since = conversation.waiting_since
    message = reply(conversation, by=RULE, text="We are a little slower today.")
    conversation.refresh_from_db()
    assert (message.agent, message.is_automatic, message.state) == (None, True, Message.State.SENDING)
    assert message.author_name == str(conversation.inbox.brand)
    assert conversation.waiting_since == waiting_since and conversation.assignee is None and not conversation.replied_at


def test_a_rules_note_is_signed_with_its_name(ada):
    assert note(a_conversation(ada), by=RULE, text="Gold.").author_name == "VIP care: gold first"
