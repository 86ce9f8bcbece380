"""What the team answers from a mail program is in the conversation, once, and does not leave a second time: take_sent_letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import imap
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.fetching import fetch_new
from regulars.channels.email.keeping import Arrival
from regulars.channels.email.keeping import keep as keep_all
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.dovecot import PASSWORD, PROGRAM, Dovecot
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.team.models import Agent

FIRST = "<first@example.com>"


@pytest.fixture
def asked(hello: Mailbox) -> Conversation:
    """Ada waits for an answer."""
    keep(a_letter(message_id=FIRST), hello)
    take_letters()
    return Conversation.objects.get()


def answer(text: str = "It left this morning.", *, to: str = "Ada Moreau <ada@example.com>", **headers: str) -> bytes:
    given = {
        "sender": "Noor <hello@coffee.example>",
        "subject": "Re: Where is my order?",
        "message_id": f"<{abs(hash(text))}@coffee.example>",
    }
    return a_letter(text, to=to, **{**given, **headers})


def sent(content: bytes, mailbox: Mailbox) -> InboundLetter:
    """As it is found in the folder of sent letters."""
    keep_all([Arrival(content=content, source="sent", mailbox_id=mailbox.pk, folder="Sent")])
    take_letters()
    return InboundLetter.objects.latest("pk")


def test_it_is_in_the_conversation_and_nobody_waits(asked: Conversation, hello: Mailbox, noor: Agent) -> None:
    sent(answer(in_reply_to=FIRST, sender="Noor Haddad <noor@coffee.example>"), hello)
    asked.refresh_from_db()
    message = asked.messages.get(kind="out")
    assert (message.state, message.text.strip(), message.agent) == ("sent", "It left this morning.", noor)
    assert asked.waiting_since is None and asked.is_ours_last and asked.replied_at
    assert not Delivery.objects.exists() and deliver() == 0 and not SentLetter.objects.exists()


def test_answers_to_it_find_the_conversation(asked: Conversation, hello: Mailbox) -> None:
    sent(answer("Soon.", in_reply_to=FIRST), hello)
    keep(a_letter("Thanks", in_reply_to=f"<{abs(hash('Soon.'))}@coffee.example>", subject="x"), hello)
    take_letters()
    assert asked.messages.count() == 3


def test_without_an_id_the_one_open_conversation_with_them_has_it(asked: Conversation, hello: Mailbox) -> None:
    assert sent(answer(), hello).conversation_id == asked.pk


def test_what_answers_nothing_here_stays_out(asked: Conversation, hello: Mailbox) -> None:
    assert sent(answer(to="The roastery <beans@roast.example>"), hello).reason == "elsewhere"
    assert sent(answer("I am Eve", sender="Eve <eve@else.example>"), hello).reason == "elsewhere"
    assert not Message.objects.filter(kind="out").exists() and Conversation.objects.count() == 1


def test_letters_that_left_from_here_are_not_doubled(asked: Conversation, hello: Mailbox, grace: Agent) -> None:
    reply(asked, by=grace, text="It left.")
    deliver()
    copy = bytes(SentLetter.objects.get().raw)
    assert sent(copy, hello).reason == "sent_from_here"
    assert Message.objects.filter(kind="out").count() == 1


def test_an_old_answer_does_not_end_a_newer_wait(asked: Conversation, hello: Mailbox) -> None:
    sent(answer(in_reply_to=FIRST, date="Mon, 4 May 2020 09:00:00 +0000"), hello)
    asked.refresh_from_db()
    assert asked.waiting_since is not None and not asked.is_ours_last


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if not Path(PROGRAM).exists():
        pytest.skip("needs a real IMAP server: apt-get install dovecot-imapd")
    dovecot = Dovecot(free_port())
    dovecot.start()
    yield dovecot
    dovecot.remove()


def test_it_is_read_from_a_real_server(dovecot: Dovecot, db: None) -> None:
    dovecot.user = "sender"
    there = {"imap_host": "127.0.0.1", "imap_port": dovecot.port, "imap_security": "none", "imap_user": dovecot.user}
    mailbox = a_mailbox("hello@coffee.example", **there, imap_password=PASSWORD, sent_folder="Sent Items")
    client = dovecot.client()
    client.create_folder("Sent Items")
    client.logout()
    dovecot.put(a_letter(message_id=FIRST))
    dovecot.put(answer(in_reply_to=FIRST), folder="Sent Items")
    client = imap.connect(mailbox)
    fetch_new(client, mailbox, "INBOX")
    assert fetch_new(client, mailbox, imap.sent_folder(client, mailbox), source="sent") == 1
    assert fetch_new(client, mailbox, "Sent Items", source="sent") == 0
    mailbox.sent_folder = "\\Sent"
    assert imap.sent_folder(client, mailbox) in ("", "Sent", "Sent Items", "Sent Messages")
    client.shutdown()
    while take_letters():
        pass
    assert [each.kind for each in Message.objects.order_by("position")] == ["in", "out"]
    assert Conversation.objects.get().last_activity_at <= timezone.now()
