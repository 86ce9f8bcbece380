"""What became of a message at each of its recipients."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from regulars.conversations.actions.learn_outcome import SURER, learn_outcome
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.retry import retry
from regulars.conversations.models import Delivery, Message, Outcome
from regulars.conversations.queries import Choice, conversations
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent
from tests.cast import a_conversation, hire, meet

ADA, BEN = "ada@moreau.example", "ben@post.example"
NO_MAILBOX = {"state": "failed", "status": "5.1.1", "reason": "550 5.1.1 User unknown", "is_hard": True}


@pytest.fixture
def sent(ada: Customer, noor: Agent) -> Delivery:
    """An answer to Ada, with a copy for Ben, that the mail server took over."""
    message = reply(a_conversation(ada), by=noor, text="It left this morning.", recipients={"to": [ADA], "cc": [BEN]})
    mark_sent(message.delivery)
    return message.delivery


def told_of(kind: str) -> list[dict[str, object]]:
    return [event.facts for event in TimelineEvent.objects.filter(kind=kind).order_by("pk")]


def test_who_was_not_reached_is_known_and_the_rest_of_the_message_stays_sent(sent: Delivery) -> None:
    assert learn_outcome(sent, address=BEN, **NO_MAILBOX)
    outcome = Outcome.objects.get()
    assert (outcome.address, outcome.state, outcome.status, outcome.is_hard) == (BEN, "failed", "5.1.1", True)
    assert Message.objects.get(kind="out").state == "sent"
    assert [(facts["address"], facts["status"]) for facts in told_of("message.bounced")] == [(BEN, "5.1.1")]


def test_a_message_that_reached_nobody_failed(sent: Delivery) -> None:
    learn_outcome(sent, address=BEN, **NO_MAILBOX)
    learn_outcome(sent, address=ADA, **NO_MAILBOX)
    sent.refresh_from_db()
    assert (sent.state, sent.message.state) == ("failed", "failed") and "no such mailbox" in sent.error


def test_the_conversation_asks_to_be_looked_at_but_is_not_reopened_and_nobody_waits(
    sent: Delivery, noor: Agent
) -> None:
    conversation = sent.message.conversation
    resolve(conversation, by=noor)
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 0
    learn_outcome(sent, address=ADA, **NO_MAILBOX)
    conversation.refresh_from_db()
    assert not conversation.is_open and conversation.waiting_since is None
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 1
    assert list(conversations(Choice(view="undelivered", status="open"), agent=noor)) == [conversation]


def test_whoever_answers_or_resolves_has_seen_to_it(sent: Delivery, noor: Agent) -> None:
    learn_outcome(sent, address=BEN, **NO_MAILBOX)
    reply(sent.message.conversation, by=noor, text="To Ada alone", recipients={"to": [ADA]})
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 0
    learn_outcome(sent, address=ADA, **NO_MAILBOX)
    resolve(sent.message.conversation, by=noor)
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 0


def test_who_was_no_recipient_changes_nothing(sent: Delivery) -> None:
    assert not learn_outcome(sent, address="eve@other.example", **NO_MAILBOX)
    assert not Outcome.objects.exists() and not told_of("message.bounced")


def test_the_same_news_twice_is_told_once(sent: Delivery) -> None:
    assert learn_outcome(sent, address=ADA, **NO_MAILBOX)
    assert not learn_outcome(sent, address=ADA, **NO_MAILBOX)
    assert len(told_of("message.bounced")) == 1


def test_sent_again_it_begins_anew(sent: Delivery, noor: Agent) -> None:
    for address in (ADA, BEN):
        learn_outcome(sent, address=address, state="failed", status="4.4.1", reason="no answer")
    retry(sent.message, by=noor)
    sent.refresh_from_db()
    assert (sent.state, sent.message.state) == ("waiting", "sending") and not Outcome.objects.exists()
    assert conversations(Choice(view="undelivered"), agent=noor).count() == 0


class TestReportsOvertakeEachOther(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(["delayed", "delivered", "failed", "read"]), min_size=1, max_size=6))
    def test_in_whatever_order_the_surest_stands(self, states: list[str]) -> None:
        sent = reply(
            a_conversation(meet("Ada", ADA)), by=hire("Noor Haddad"), text="Hi", recipients={"to": [ADA]}
        ).delivery
        news = [learn_outcome(sent, address=ADA, state=state) for state in states]
        assert Outcome.objects.get().state == max(states, key=SURER.index)
        assert sum(news) == len(told_of("message.bounced")) + len(told_of("message.arrived"))
