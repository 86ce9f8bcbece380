"""Message-IDs longer than a line. Python's own mail package writes those as encoded words, and many programs are made with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.house import free_port
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.compose import LONGEST_ID, compose
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, send
from regulars.channels.email.tests.peers import Sink
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery
from regulars.team.models import Agent

LONG = f"<{'0123456789' * 12}@a-server-with-a-name.in-a-far-country.example>"
OTHER = LONG.replace("0", "x")


@pytest.fixture
def sink(db: None) -> Iterator[Sink]:
    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()


def take() -> None:
    while take_letters():
        pass


def test_ids_are_read_however_they_were_encoded() -> None:
    raw = a_letter(message_id=LONG, in_reply_to=OTHER, references=f"<short@x> {LONG} {OTHER}")
    assert b"\nin-reply-to: =?utf-8?" in raw and b"<short@x> =?utf-8?" in raw
    letter = parse(raw)
    assert (letter.message_id, letter.in_reply_to) == (LONG, (OTHER,))
    assert letter.references == ("<short@x>", LONG, OTHER)
    assert message_ids_in("=?utf-8?q?<abc=2Edef?=\n =?utf-8?q?@x>?=") == ("<abc.def@x>",)
    assert message_ids_in("=?US-ASCII?B?PGFAYj4=?=") == ("<a@b>",)


def test_an_id_that_looks_encoded_within_its_brackets_is_left_alone() -> None:
    assert message_ids_in("<=?utf-8?q?=41?=@x> <b@x>") == ("<=?utf-8?q?=41?=@x>", "<b@x>")


def test_ours_are_written_each_on_one_line_and_never_encoded() -> None:
    facts = {"message_id": LONG, "from_address": "hello@coffee.example", "to": ["ada@example.com"]}
    chain = ["<grüße@x>", f"<{'y' * LONGEST_ID}@x>", LONG]
    raw = compose(**facts, subject="x", text="x", in_reply_to=OTHER, references=chain).message().as_bytes()
    head = raw.partition(b"\n\n")[0].decode("ascii")
    assert f"\nMessage-ID: {LONG}\n" in head and f"\nIn-Reply-To: {OTHER}\n" in head
    assert f"\nReferences: {LONG}\n {OTHER}" in head and "=?" not in head


def test_a_conversation_of_long_ids_stays_one(door: int, sink: Sink, grace: Agent) -> None:
    a_mailbox("hello@coffee.example", smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    send(door, a_letter(message_id=LONG))
    take()
    reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    deliver()
    [(_, answer)] = sink.letters
    assert f"\r\nIn-Reply-To: {LONG}\r\n".encode() in answer
    ours = Delivery.objects.get().external_id
    send(
        door,
        a_letter("Thanks!", subject="Something else", message_id=OTHER, references=f"{LONG} {ours}", in_reply_to=ours),
    )
    third = {"subject": "Without our id", "in_reply_to": OTHER, "references": f"<lost@x> {OTHER}"}
    send(door, a_letter("PS: it has come.", **third))
    take()
    assert Conversation.objects.get().messages.count() == 4
