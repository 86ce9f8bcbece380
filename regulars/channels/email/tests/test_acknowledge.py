"""“Your message has come”: told to people who begin a conversation, by acknowledge_letter, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client

from bench.house import free_port
from regulars.channels.email.acknowledging import filled_in
from regulars.channels.email.actions.acknowledge_letter import acknowledge_letter
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.save_acknowledgement import save_acknowledgement
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Acknowledgement, AutomaticLetter, InboundLetter, Mailbox
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, acknowledging, keep
from regulars.channels.email.tests.peers import Sink
from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.reopen import unanswered_since
from regulars.conversations.actions.reply import reply
from regulars.conversations.events import ConversationOpened
from regulars.conversations.models import Conversation, Message, SearchEntry
from regulars.customers.actions.react import react
from regulars.customers.models import TimelineEvent
from regulars.lib.texts import harmless
from regulars.team.models import Agent, AuditEntry


class Returning(Sink):
    """Remembers to whom bounces would go; with `wants_a_sender`, takes no letter from nobody."""

    wants_a_sender = False

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.senders: list[str] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.wants_a_sender and address == "<>":
            return "550 5.7.1 Say who you are"
        envelope.mail_from = address
        self.senders.append(address)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Returning]:
    sink = Returning(free_port())
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def hello(db: None, sink: Returning) -> Mailbox:
    """A mailbox that sends through the sink, whose inbox tells that letters have come."""
    facts = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
    return acknowledging(a_mailbox("hello@coffee.example", **facts))


def take(content: bytes, mailbox: Mailbox, *, envelope_from: str = "ada@example.com") -> None:
    """The letter comes, what follows from it follows, and what is to leave leaves."""
    keep(content, mailbox, envelope_from=envelope_from)
    take_letters()
    while react():
        pass
    while deliver():
        pass


def sent(sink: Sink) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for _, raw in sink.letters]


def in_plain(letter: EmailMessage) -> str:
    return " ".join(letter.get_body(("plain",)).get_content().split())


def test_whoever_begins_a_conversation_is_told_its_number(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(message_id="<first@example.com>"), hello)
    [letter] = sent(sink)
    conversation = Conversation.objects.get()
    assert letter["To"] == "Ada Moreau <ada@example.com>" and letter["From"] == "Kettle & Crumb <hello@coffee.example>"
    assert letter["Subject"] == "Re: Where is my order?" and letter["In-Reply-To"] == "<first@example.com>"
    text = letter.get_body(("plain",)).get_content()
    assert f"#{conversation.pk}" in text and "Hello Ada Moreau" in text and "grinder" not in text


def test_it_says_in_every_way_that_nobody_wrote_it(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(), hello)
    [letter] = sent(sink)
    assert letter["Auto-Submitted"] == "auto-replied" and letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Precedence"] == "auto_reply" and letter["X-Loop"] == letter["Message-ID"].strip("<>")
    assert sink.senders == ["<>"]
    assert not parse(sink.letters[0][1]).may_auto_respond


def test_a_server_that_takes_nothing_from_nobody_gets_a_name(hello: Mailbox, sink: Returning) -> None:
    sink.wants_a_sender = True
    take(a_letter(), hello)
    assert sink.senders == ["hello@coffee.example"] and len(sink.letters) == 1


def test_a_letter_that_was_handed_over_in_nobody_s_name_is_not_answered(hello: Mailbox, sink: Returning) -> None:
    take(a_letter("I read this on Monday."), hello, envelope_from="")
    assert Conversation.objects.count() == 1 and not sink.letters


def test_an_answer_by_a_person_still_names_where_bounces_go(hello: Mailbox, sink: Returning, grace: Agent) -> None:
    take(a_letter(), hello)
    reply(Conversation.objects.get(), by=grace, text="Here it is.")
    while deliver():
        pass
    assert sink.senders[0] == "<>" and sink.senders[1].startswith("hello+c")


def test_it_is_no_answer(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(), hello)
    conversation = Conversation.objects.get()
    assert conversation.waiting_since and conversation.replied_at is None and not conversation.is_ours_last
    assert conversation.snippet == "Hi, my grinder has not come yet." and conversation.last_position == 2
    assert unanswered_since(conversation)
    told = Message.objects.get(kind="out")
    assert told.is_automatic and told.state == "sent" and told.agent is None
    assert not SearchEntry.objects.filter(message_id=told.pk).exists()
    assert TimelineEvent.objects.filter(kind="message.acknowledged", by="system").count() == 1


def test_only_the_beginning_is_acknowledged(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(message_id="<first@example.com>"), hello)
    take(a_letter("And one thing more.", in_reply_to="<first@example.com>"), hello)
    assert Conversation.objects.count() == 1 and len(sink.letters) == 1


@pytest.mark.parametrize(
    "machine",
    [
        {"auto_submitted": "auto-replied"},
        {"precedence": "bulk"},
        {"list_id": "<news.example.com>"},
        {"x_auto_response_suppress": "All"},
        {"x_loop": "somebody@example.com"},
        {"return_path": "<>"},
        {"sender": "No Reply <no-reply@example.com>"},
    ],
)
def test_machines_are_told_nothing(hello: Mailbox, sink: Returning, machine: dict[str, str]) -> None:
    take(a_letter(**machine), hello)
    assert Conversation.objects.count() == 1 and not sink.letters


def test_nobody_is_told_unless_the_inbox_wants_it(hello: Mailbox, sink: Returning) -> None:
    Acknowledgement.objects.update(is_on=False)
    take(a_letter(), hello)
    assert Conversation.objects.exists() and not sink.letters


def test_whom_we_write_to_first_is_not_told_that_they_wrote(hello: Mailbox, sink: Returning, grace: Agent) -> None:
    begin(hello.inbox, by=grace, recipients={"to": ["ada@example.com"]}, subject="Hello", text="Your beans are here.")
    while react() or deliver():
        pass
    assert [letter["Subject"] for letter in sent(sink)] == ["Hello"]


def test_a_borrowed_name_is_not_written_to(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(), hello)
    Message.objects.filter(kind="in").update(trust="fail")
    event = TimelineEvent.objects.get(kind="conversation.opened")
    AutomaticLetter.objects.all().delete()
    acknowledge_letter(ConversationOpened(**event.facts), customer=event.customer)
    assert Message.objects.filter(kind="out").count() == 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Where is my order?", "Where is my order?"),
        ("Win at https://casino.example/x?y=1 now", "Win at … now"),
        ("Visit casino.example today", "Visit … today"),
        ("mail me@casino.example", "mail …"),
        ("See www.casino.example", "See …"),
        ("a\r\nBcc: eve@other.example", "a Bcc: …"),
    ],
)
def test_a_strangers_words_lead_nowhere(written: str, told: str) -> None:
    assert harmless(written) == told
    assert len(harmless(written * 50)) <= 80


def test_an_admin_says_what_is_told_and_sees_an_example(client: Client, hello: Mailbox, grace: Agent) -> None:
    client.force_login(grace)
    assert "yes" in client.get("/settings/automatic").content.decode()
    path = f"/settings/automatic/{hello.inbox_id}"
    wrong = client.post(path, {"is_on": "on", "subject": "{{nothing}}", "text": "Hello {{customer}}"})
    assert wrong.status_code == 422 and "Nothing fills {{nothing}}" in wrong.content.decode()
    assert "Hello Ada Moreau" in wrong.content.decode()
    assert client.post(path, {"subject": "We have it", "text": "#{{number}}"}).status_code == 302
    kept = Acknowledgement.objects.get()
    assert (kept.is_on, kept.subject, kept.text) == (False, "We have it", "#{{number}}")
    entry = AuditEntry.objects.get()
    assert entry.action == "acknowledgement.changed" and entry.before["is_on"] is True


def test_to_keep_it_as_it_is_is_no_news(hello: Mailbox, grace: Agent) -> None:
    save_acknowledgement(Acknowledgement.objects.get(), by=grace)
    assert not AuditEntry.objects.exists()


def test_only_admins(client: Client, hello: Mailbox, noor: Agent) -> None:
    client.force_login(noor)
    for path in ("/settings/automatic", f"/settings/automatic/{hello.inbox_id}"):
        assert client.get(path).status_code == 403


def test_a_letter_of_ours_that_comes_back_under_another_id_is_held(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(), hello)
    back = sink.letters[0][1].replace(b"Message-ID: <", b"Message-ID: <other.", 1)
    back = back.replace(b"From: Kettle", b"From: Robot <robot@example.com>\r\nX-Was: Kettle", 1)
    take(back, hello)
    assert InboundLetter.objects.order_by("-pk")[0].reason == "loop" and len(sink.letters) == 1


def test_who_answers_within_seconds_is_no_person(hello: Mailbox, sink: Returning) -> None:
    take(a_letter(message_id="<first@example.com>"), hello)
    take(a_letter("Thank you for your message.", in_reply_to=sent(sink)[0]["Message-ID"]), hello)
    assert Message.objects.filter(kind="in").order_by("-position")[0].is_automatic
    Message.objects.get(kind="out").delivery.__class__.objects.update(done_at="2020-01-01T00:00Z")
    take(a_letter("Thank you, that is kind.", in_reply_to=sent(sink)[0]["Message-ID"]), hello)
    assert not Message.objects.filter(kind="in").order_by("-position")[0].is_automatic


def test_in_a_rush_everybody_is_told_how_long_an_answer_takes_and_otherwise_nobody(
    hello: Mailbox, sink: Returning, grace: Agent
) -> None:
    Acknowledgement.objects.update(is_on=False, peak_above=2)
    for number in range(3):
        take(a_letter(message_id=f"<{number}@example.com>", sender=f"person{number}@example.com"), hello)
    assert len(sink.letters) == 1 and "so an answer takes longer than usual." in in_plain(sent(sink)[0])
    reply(Conversation.objects.order_by("pk")[0], by=grace, text="Here it is.")
    for number in (3, 4):
        take(a_letter(message_id=f"<{number}@example.com>", sender=f"person{number}@example.com"), hello)
    # Three, then four, wait, and one was answered in the last 24 hours.
    said = [in_plain(letter) for letter in sent(sink) if "Here it is." not in in_plain(letter)]
    assert "about 3 days." in said[1] and "about 4 days." in said[2] and len(said) == 3


def test_a_place_with_nothing_to_say_leaves_no_gap() -> None:
    facts = {"number": "7", "promise": "", "wait": "It takes an hour."}
    assert filled_in("It is #{{number}}. {{promise}} {{wait}}\n\nUs", facts) == "It is #7. It takes an hour.\n\nUs"
    assert filled_in("It is #{{ number }}. {{promise}}\n{{other}}", facts) == "It is #7.\n{{other}}"
