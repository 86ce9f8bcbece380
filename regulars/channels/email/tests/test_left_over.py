"""A mail server takes a letter for some of its recipients: the others alone are tried again, and everybody is told of one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import postman
from regulars.channels.email.actions import deliver as delivering
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink, hang_up_after_taking, hang_up_before_answering
from regulars.channels.email.traffic import Traffic
from regulars.conversations.actions.allow import allow
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.retry import retry
from regulars.conversations.models import Conversation, Delivery, Message, Outcome, SuppressedAddress
from regulars.conversations.trying import ATTEMPTS
from regulars.customers.models import TimelineEvent
from regulars.team.models import Agent

ADA, BEN, KIM = "ada@example.com", "ben@example.com", "kim@example.com"
LATER, NEVER = "450 4.7.1 Greylisted, try later", "550 5.1.1 No such user"


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    monkeypatch.setattr(delivering, "traffic", Traffic())
    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()
    postman.connections.close_idle(longer_than=0)


@pytest.fixture
def answer(db: None, sink: Sink, grace: Agent) -> Message:
    """To Ada, with copies for Ben and Kim; it has not left yet."""
    mailbox = a_mailbox("hello@coffee.example", smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    keep(a_letter(), mailbox)
    take_letters()
    people = {"to": [ADA], "cc": [BEN], "bcc": [KIM]}
    return reply(Conversation.objects.get(), by=grace, text="It left this morning.", recipients=people)


def again() -> None:
    """The time for the next try has come."""
    Delivery.objects.filter(state="waiting").update(due_at=timezone.now())
    delivering.traffic = Traffic()
    while deliver():
        pass


def handed_to(sink: Sink) -> list[list[str]]:
    return [recipients for recipients, _ in sink.letters]


def outcomes() -> dict[str, str]:
    return dict(Outcome.objects.values_list("address", "state"))


def under(message: Message) -> str:
    """What stands under it in the desk."""
    from regulars.conversations.reaching import foot

    return str(foot(Message.objects.select_related("delivery").get(pk=message.pk)))


def test_only_who_was_put_off_is_tried_again(answer: Message, sink: Sink) -> None:
    sink.refuses[BEN] = LATER
    again()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.left, delivery.attempts) == ("waiting", [BEN], 1)
    assert delivery.due_at > timezone.now() and outcomes() == {BEN: "delayed"}
    answer.refresh_from_db()
    assert answer.state == "sent" and "Reached 2 of 3" in under(answer) and "ben@example.com" in under(answer)
    del sink.refuses[BEN]
    again()
    delivery.refresh_from_db()
    assert handed_to(sink) == [[ADA, KIM], [BEN]]
    assert (delivery.state, delivery.left, outcomes()) == ("done", None, {})
    assert len({raw for _, raw in sink.letters}) == 1, "the same letter for everybody"
    assert KIM.encode() not in sink.letters[1][1]
    assert TimelineEvent.objects.filter(kind="message.sent").count() == 1
    assert "Reached" not in under(answer)


def test_each_try_comes_later_and_after_the_last_one_they_are_not_reached(answer: Message, sink: Sink) -> None:
    sink.refuses[BEN] = LATER
    waits = []
    for _ in range(ATTEMPTS):
        again()
        delivery = Delivery.objects.get()
        waits.append(round((delivery.due_at - timezone.now()).total_seconds()))
    assert waits[:-1] == sorted(waits[:-1]) and handed_to(sink) == [[ADA, KIM]]
    assert (delivery.state, outcomes()) == ("done", {BEN: "failed"})
    assert Outcome.objects.get().reason == LATER and not SuppressedAddress.objects.exists()
    assert Message.objects.get(kind="out").state == "sent" and Conversation.objects.get().undelivered_at
    assert "Reached 2 of 3" in under(answer)


def test_one_never_one_later_one_now(answer: Message, sink: Sink) -> None:
    sink.refuses |= {ADA: NEVER, BEN: LATER}
    again()
    assert outcomes() == {ADA: "failed", BEN: "delayed"} and Delivery.objects.get().left == [BEN]
    assert "Reached 1 of 3" in under(answer)
    sink.refuses.pop(BEN)
    again()
    assert outcomes() == {ADA: "failed"} and handed_to(sink) == [[KIM], [BEN]]
    assert Delivery.objects.get().state == "done" and SuppressedAddress.objects.get().address == ADA


def test_when_nobody_was_taken_those_for_good_are_not_asked_again(answer: Message, sink: Sink) -> None:
    sink.refuses |= {ADA: NEVER, BEN: LATER, KIM: LATER}
    again()
    answer.refresh_from_db()
    assert (answer.state, outcomes(), Delivery.objects.get().left) == ("sending", {ADA: "failed"}, [BEN, KIM])
    sink.refuses = {BEN: NEVER, KIM: NEVER}
    again()
    answer.refresh_from_db()
    assert answer.state == "failed" and Delivery.objects.get().state == "failed" and not sink.letters
    assert set(outcomes().values()) == {"failed"}


@pytest.mark.parametrize("trouble", ["451 4.3.0 Later", hang_up_before_answering, hang_up_after_taking])
def test_trouble_at_the_second_try_troubles_nobody_else(answer: Message, sink: Sink, trouble: object) -> None:
    sink.refuses[BEN] = LATER
    again()
    sink.refuses.clear()
    sink.answers = [trouble, "250 OK"]
    again()
    assert Delivery.objects.get().left == [BEN]
    again()
    assert ADA not in [each for recipients in handed_to(sink)[1:] for each in recipients]
    assert Delivery.objects.get().state == "done" and Message.objects.get(kind="out").state == "sent"


def test_a_refusal_for_good_at_the_second_try_fails_whom_it_was_for(answer: Message, sink: Sink) -> None:
    sink.refuses[BEN] = LATER
    again()
    sink.refuses.clear()
    sink.answers = ["554 5.7.1 Looks like spam"]
    again()
    assert outcomes() == {BEN: "failed"} and Message.objects.get(kind="out").state == "sent"


def test_more_recipients_than_a_server_takes_at_once_are_taken_in_turns(answer: Message, sink: Sink) -> None:
    sink.most_recipients = 1
    for _ in range(3):
        again()
    assert handed_to(sink) == [[ADA], [BEN], [KIM]] and outcomes() == {}


def test_a_server_that_closes_among_the_recipients_gets_all_of_them_again(answer: Message, sink: Sink) -> None:
    sink.refuses[BEN] = "421 4.3.2 Shutting down"
    again()
    assert (Delivery.objects.get().left, outcomes(), sink.letters) == (None, {}, [])
    sink.refuses.clear()
    again()
    assert handed_to(sink) == [[ADA, BEN, KIM]]


def test_who_was_not_reached_is_sent_it_again_by_hand_and_nobody_else(
    client: Client, answer: Message, sink: Sink, grace: Agent
) -> None:
    sink.refuses[BEN] = "550 5.7.1 Not from you"
    again()
    assert f"/messages/{answer.pk}/retry" in under(answer)
    sink.refuses.clear()
    client.force_login(grace)
    client.post(f"/messages/{answer.pk}/retry")
    answer.refresh_from_db()
    assert answer.state == "sent" and Conversation.objects.get().undelivered_at is None
    again()
    retry(answer, by=grace)
    assert handed_to(sink) == [[ADA, KIM], [BEN]] and outcomes() == {}
    assert TimelineEvent.objects.filter(kind="message.retried").count() == 1


def bounced(address: str) -> None:
    """Another letter to this address has come back since."""
    SuppressedAddress.objects.create(address=address, status="5.1.1", reason=NEVER, is_hard=True)


def test_who_bounced_after_it_was_written_gets_nothing_and_the_agent_sees_it(answer: Message, sink: Sink) -> None:
    bounced(BEN)
    again()
    assert handed_to(sink) == [[ADA, KIM]] and outcomes() == {BEN: "failed"}
    assert "Could not be delivered to ben@example.com: there is no such mailbox" in under(answer)
    assert Conversation.objects.get().undelivered_at and Delivery.objects.get().state == "done"


def test_nothing_leaves_when_all_of_them_have_bounced(answer: Message, sink: Sink, grace: Agent) -> None:
    for each in (ADA, BEN, KIM):
        bounced(each)
    again()
    answer.refresh_from_db()
    assert answer.state == "failed" and sink.tried == 0
    allow(ADA, by=grace)
    retry(answer, by=grace)
    again()
    assert handed_to(sink) == [[ADA]] and outcomes() == {BEN: "failed", KIM: "failed"}
    answer.refresh_from_db()
    assert answer.state == "sent"


def test_who_bounces_while_they_are_left_is_tried_no_more(answer: Message, sink: Sink) -> None:
    sink.refuses[BEN] = LATER
    again()
    learn_outcome(Delivery.objects.get(), address=BEN, state="failed", status="5.1.1", reason=NEVER, is_hard=True)
    sink.refuses.clear()
    again()
    assert handed_to(sink) == [[ADA, KIM]] and Delivery.objects.get().state == "done"


def test_a_provider_is_asked_for_those_alone_who_are_left(answer: Message, sink: Sink, settings: object) -> None:
    from django.core import mail

    sink.refuses[BEN] = LATER
    again()
    Mailbox.objects.update(smtp_host="")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    again()
    [letter] = mail.outbox
    assert (letter.to, letter.cc, letter.bcc) == ([], [BEN], [])
