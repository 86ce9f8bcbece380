"""Answers leave through real mail servers, each once, whatever those do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.db import connection
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import postman, smtp_transaction
from regulars.channels.email.actions import deliver as delivering
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink, hang_up_after_taking, hang_up_before_answering
from regulars.channels.email.traffic import Traffic
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.retry import retry
from regulars.conversations.incoming import File
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.team.models import Agent
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(autouse=True)
def fresh_roads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(delivering, "traffic", Traffic())
    yield
    postman.connections.close_idle(longer_than=0)


@pytest.fixture
def conversation(db: None, sink: Sink) -> Conversation:
    """Ada's question; the mailbox sends through the sink."""
    return conversation_through(sink)


def conversation_through(sink: Sink, **headers: str) -> Conversation:
    mailbox = a_mailbox("hello@coffee.example", smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    keep(a_letter(message_id="<first@example.com>", **headers), mailbox)
    take_letters()
    return Conversation.objects.get()


def again() -> None:
    """The time for the next try has come."""
    Delivery.objects.update(due_at=timezone.now())
    delivering.traffic = Traffic()


def sent_by(sink: Sink) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for _, raw in sink.letters]


def test_the_letter_says_who_answers_what(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    file = attach(File(name="rösti.pdf", content=b"%PDF", content_type="application/pdf"), by=grace)
    html = "<p>It <b>left</b> this morning.</p>"
    message = reply(conversation, by=grace, html=html, attachments=[file])
    assert (deliver(), deliver()) == (1, 0)
    [letter] = sent_by(sink)
    delivery = Delivery.objects.get()
    assert letter["Message-ID"] == delivery.external_id and letter["In-Reply-To"] == "<first@example.com>"
    assert letter["From"] == "Grace at Kettle & Crumb <hello@coffee.example>"
    assert "hello+c" in letter["Reply-To"]
    assert "<b>left</b>" in letter.get_body(("html",)).get_content()
    assert grace.signature.splitlines()[0] in letter.get_body(("plain",)).get_content()
    [attachment] = letter.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("rösti.pdf", b"%PDF")
    message.refresh_from_db()
    assert (message.state, delivery.state) == ("sent", "done")


def test_the_chain_of_references_goes_on(db: None, sink: Sink, grace: Agent) -> None:
    conversation = conversation_through(sink, references="<a@x> <b@x>", in_reply_to="<b@x>")
    reply(conversation, by=grace, text="Yes.")
    deliver()
    assert sent_by(sink)[0]["References"].split() == ["<a@x>", "<b@x>", "<first@example.com>"]


def test_nobody_learns_of_a_blind_copy(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    people = {"to": [{"address": "ada@example.com"}], "bcc": [{"address": "ben@example.com"}]}
    reply(conversation, by=grace, text="Yes.", recipients=people)
    deliver()
    [(recipients, raw)] = sink.letters
    assert recipients == ["ada@example.com", "ben@example.com"] and b"ben@example.com" not in raw


def test_what_the_team_says_among_itself_never_leaves(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    file = attach(File(name="secret.txt", content=b"a secret file", content_type="text/plain"), by=grace)
    note(conversation, by=grace, text="She is a difficult customer.", attachments=[file])
    reply(conversation, by=grace, text="Yes.")
    while deliver():
        pass
    [(_, raw)] = sink.letters
    assert b"difficult" not in raw and b"secret" not in raw and Delivery.objects.count() == 1


def test_no_quote_where_the_mailbox_wants_none(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    Mailbox.objects.update(quotes_answered=False)
    reply(conversation, by=grace, text="Yes.")
    deliver()
    assert b"grinder" not in sink.letters[0][1]


def test_a_refusal_for_now_is_tried_again_under_the_same_id(
    conversation: Conversation, sink: Sink, grace: Agent
) -> None:
    sink.answers = ["451 4.7.1 Greylisted", "250 OK"]
    message = reply(conversation, by=grace, text="Yes.")
    deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1) and "451 4.7.1 Greylisted" in delivery.error
    assert deliver() == 0
    again()
    deliver()
    message.refresh_from_db()
    assert message.state == "sent" and sent_by(sink)[0]["Message-ID"] == delivery.external_id


def test_a_refusal_for_good_is_told_and_can_be_retried(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    sink.answers = ["554 5.7.1 Spam", "250 OK"]
    message = reply(conversation, by=grace, text="Yes.")
    deliver()
    message.refresh_from_db()
    assert message.state == "failed" and "554 5.7.1 Spam" in message.delivery.error
    retry(message, by=grace)
    deliver()
    message.refresh_from_db()
    assert message.state == "sent" and len(sink.letters) == 1


def test_an_unknown_recipient_is_final_and_named(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    sink.refuses["ada@example.com"] = "550 5.1.1 No such user"
    message = reply(conversation, by=grace, text="Yes.")
    deliver()
    message.refresh_from_db()
    assert message.state == "failed" and "ada@example.com (550 5.1.1 No such user)" in message.delivery.error


def test_when_some_are_refused_the_letter_is_sent_and_they_are_named(
    conversation: Conversation, sink: Sink, grace: Agent
) -> None:
    sink.refuses["ben@example.com"] = "550 5.1.1 No such user"
    people = {"to": [{"address": "ada@example.com"}, {"address": "ben@example.com"}]}
    message = reply(conversation, by=grace, text="Yes.", recipients=people)
    deliver()
    message.refresh_from_db()
    assert message.state == "sent" and "ben@example.com (550 5.1.1 No such user)" in message.delivery.error
    assert sink.letters[0][0] == ["ada@example.com"]


def test_a_server_that_falls_silent_is_left_alone_for_minutes(
    conversation: Conversation, sink: Sink, grace: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_transaction, "THINKING", 0.05)
    reply(conversation, by=grace, html="<p>.One</p>")
    sink.waits.clear()
    deliver()
    assert "fell silent" in Delivery.objects.get().error
    assert max(delivering.traffic._resting.values()) - time.monotonic() > 200
    sink.waits.set()


def test_only_the_last_answer_is_waited_for_long(
    conversation: Conversation, sink: Sink, grace: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = []
    real = socket.socket.settimeout
    monkeypatch.setattr(
        socket.socket, "settimeout", lambda sock, seconds: (waits.append(seconds), real(sock, seconds))[1]
    )
    reply(conversation, by=grace, html="<p>.One</p>")
    deliver()
    assert b"\r\n.One" in sink.letters[0][1]
    assert Delivery.objects.get().state == "done" and sink.tried == len(sink.letters) == 1
    body, last = [seconds for seconds in waits if seconds and seconds > postman.TIMEOUT]
    assert body < postman.TIMEOUT + 1 and last == smtp_transaction.THINKING


@pytest.mark.parametrize("trouble", [hang_up_before_answering, hang_up_after_taking])
def test_a_lost_answer_sends_the_very_same_letter_again(
    conversation: Conversation, sink: Sink, grace: Agent, trouble: object
) -> None:
    sink.answers = [trouble, "250 OK"]
    message = reply(conversation, by=grace, text="Yes.")
    deliver()
    assert Delivery.objects.get().state == "waiting"
    again()
    deliver()
    message.refresh_from_db()
    assert message.state == "sent" and len({raw for _, raw in sink.letters}) == 1


def test_a_server_out_of_reach_is_left_alone_and_others_go_on(
    conversation: Conversation, sink: Sink, grace: Agent
) -> None:
    dead = a_mailbox(
        "dead@coffee.example", inbox="Dead", smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none"
    )
    keep(a_letter(to="dead@coffee.example", message_id="<dead@example.com>"), dead)
    take_letters()
    lost = Conversation.objects.get(inbox=dead.inbox)
    for text in ("one", "two", "three"):
        reply(lost, by=grace, text=text)
    reply(conversation, by=grace, text="Yes.")
    while deliver():
        pass
    assert len(sink.letters) == 1
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]
    assert "cannot be reached" in Delivery.objects.get(attempts=1).error


def test_one_connection_serves_a_burst(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    for number in range(5):
        reply(conversation, by=grace, text=f"Part {number}.")
    while deliver():
        pass
    assert len(sink.letters) == 5 and sink.sessions == 1


def test_a_kept_connection_that_was_closed_is_made_again(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    reply(conversation, by=grace, text="One.")
    deliver()
    sink.stop()
    sink._controller = type(sink._controller)(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=PATIENCE)
    sink.start()
    reply(conversation, by=grace, text="Two.")
    deliver()
    assert len(sink.letters) == 2


def test_without_a_mailbox_the_message_fails_with_advice(conversation: Conversation, grace: Agent) -> None:
    Mailbox.objects.update(is_active=False)
    message = reply(conversation, by=grace, text="Yes.")
    deliver()
    message.refresh_from_db()
    assert message.state == "failed" and "Add one in the settings" in message.delivery.error


def test_header_injection_stays_text(conversation: Conversation, sink: Sink, grace: Agent) -> None:
    Conversation.objects.update(subject="Hello\r\nBcc: eve@example.com")
    conversation.refresh_from_db()
    reply(conversation, by=grace, text="Yes.")
    deliver()
    assert sent_by(sink)[0]["Bcc"] is None and sink.letters[0][0] == ["ada@example.com"]


def test_the_local_mailbox_keeps_a_letter_once(db: None, hello: Mailbox, grace: Agent) -> None:
    keep(a_letter(), hello)
    take_letters()
    message = reply(Conversation.objects.get(), by=grace, text="Yes.")
    deliver()
    Delivery.objects.update(state="waiting", due_at=timezone.now())
    deliver()
    assert SentLetter.objects.count() == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_two_workers_send_a_message_once(transactional_db: None, grace: Agent) -> None:
    sink = Sink(free_port())
    sink.start()
    conversation = conversation_through(sink)
    for number in range(6):
        reply(conversation, by=grace, text=f"Part {number}.")
    sink.waits.clear()
    workers = [threading.Thread(target=_work) for _ in range(3)]
    for worker in workers:
        worker.start()
    wait_until(lambda: sink.tried == 3)
    sink.waits.set()
    for worker in workers:
        worker.join()
    sink.stop()
    assert len(sink.letters) == len({raw for _, raw in sink.letters}) == 6
    assert not Message.objects.filter(kind="out").exclude(state="sent").exists()


def _work() -> None:
    try:
        while deliver() or Delivery.objects.filter(state="waiting").exists():
            pass
    finally:
        connection.close()
