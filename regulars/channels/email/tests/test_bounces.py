"""Where take_report files bounces, delivery reports and receipts, and what learn_absence learns from absence notices."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import date

import pytest
from aiosmtpd.smtp import SMTP

from bench.house import free_port
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink
from regulars.channels.email.tests.reports import a_bounce, a_prose_bounce, a_read_receipt
from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Delivery, Message, Outcome, Read, SuppressedAddress
from regulars.conversations.recipients import answered_by
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent
from tests.waiting import wait_until

ADA, BEN = "ada@example.com", "ben@example.com"


@pytest.fixture
def answer(hello: Mailbox, grace: Agent) -> Message:
    """Grace's answer to Ada, with a copy for Ben; it has left."""
    take(a_letter(message_id="<first@example.com>"), hello)
    message = reply(
        Conversation.objects.get(), by=grace, text="It left this morning.", recipients={"to": [ADA], "cc": [BEN]}
    )
    deliver()
    message.refresh_from_db()
    return message


def take(content: bytes, mailbox: Mailbox) -> InboundLetter:
    letter = keep(content, mailbox)
    take_letters()
    letter.refresh_from_db()
    return letter


def sent() -> bytes:
    """The newest letter of ours, as it left."""
    return bytes(SentLetter.objects.order_by("-pk")[0].raw)


def outcomes() -> dict[str, str]:
    return dict(Outcome.objects.values_list("address", "state"))


@pytest.mark.parametrize("write", [a_bounce, a_prose_bounce])
def test_a_bounce_finds_the_message_and_the_recipient(hello: Mailbox, answer: Message, write: object) -> None:
    letter = take(write(sent(), BEN), hello)
    outcome = Outcome.objects.get()
    assert (outcome.delivery.message, outcome.address, outcome.state, outcome.status) == (
        answer,
        BEN,
        "failed",
        "5.1.1",
    )
    answer.refresh_from_db()
    assert answer.state == "sent"
    assert (letter.state, letter.conversation_id) == ("done", answer.conversation_id)
    assert SuppressedAddress.objects.get().address == BEN


def test_it_is_filed_where_it_belongs_as_nobodys_message(hello: Mailbox, answer: Message, grace: Agent) -> None:
    Read.objects.create(agent=grace, conversation=answer.conversation, position=2)
    resolve(answer.conversation, by=grace)
    people = Customer.objects.count()
    take(a_bounce(sent(), ADA), hello)
    conversation = Conversation.objects.get()
    filed = conversation.messages.order_by("-position")[0]
    assert filed.is_automatic and filed.customer is None and "User unknown" in filed.text
    assert Customer.objects.count() == people
    assert not conversation.participants.filter(address__contains="daemon").exists()
    assert not conversation.is_open and conversation.waiting_since is None
    assert conversation.inbound_position == filed.position and conversation.undelivered_at
    assert conversation.snippet == "It left this morning."
    assert TimelineEvent.objects.filter(kind="message.received").count() == 1, "no rule takes it for the customer's"


def test_an_answer_never_goes_to_the_mail_server(hello: Mailbox, answer: Message, grace: Agent) -> None:
    take(a_bounce(sent(), BEN), hello)
    assert [person["address"] for person in answered_by(answer.conversation)["to"]] == [ADA]
    reply(answer.conversation, by=grace, text="To you alone.", recipients={"to": [ADA]})
    deliver()
    assert b"MAILER-DAEMON" not in sent() and b"Undelivered" not in sent()


def test_a_first_letter_that_bounced_is_answered_to_whom_it_was_for(hello: Mailbox, grace: Agent) -> None:
    conversation = begin(hello.inbox, by=grace, recipients={"to": [ADA]}, subject="Hello", text="Your beans are here.")
    deliver()
    take(a_bounce(sent(), ADA, status="5.7.1", reason="550 5.7.1 Not today"), hello)
    assert Conversation.objects.get() == conversation and conversation.messages.get(kind="out").state == "failed"
    assert [person["address"] for person in answered_by(conversation)["to"]] == [ADA]
    reply(conversation, by=grace, text="Once more.")
    deliver()
    assert b"Once more." in sent() and b"Undelivered" not in sent()


def test_one_report_may_tell_different_things_of_different_people(hello: Mailbox, answer: Message) -> None:
    more = f"\nOriginal-Recipient: rfc822; {ADA}\nFinal-Recipient: rfc822; ada@elsewhere.example\nAction: relayed\nStatus: 2.0.0\n"
    take(a_bounce(sent(), BEN, more=more), hello)
    assert outcomes() == {BEN: "failed", ADA: "delivered"}


def test_the_same_bounce_twice_is_told_once(hello: Mailbox, answer: Message) -> None:
    take(a_bounce(sent(), BEN), hello)
    again = take(a_bounce(sent(), BEN, reason="550 5.1.1 Still unknown"), hello)
    assert (again.state, again.reason, again.message_id) == ("done", "report", None)
    assert TimelineEvent.objects.filter(kind="message.bounced").count() == 1
    assert Message.objects.filter(customer=None, kind="in").count() == 1


def test_an_address_that_sends_on_is_not_to_blame(hello: Mailbox, grace: Agent) -> None:
    take(a_letter(message_id="<first@example.com>"), hello)
    reply(Conversation.objects.get(), by=grace, text="Hi")
    deliver()
    take(a_bounce(sent(), "ada.moreau@elsewhere.example"), hello)
    assert outcomes() == {ADA: "failed"} and not SuppressedAddress.objects.exists()


@pytest.mark.parametrize("recipient", [ADA, "eve@other.example"])
def test_a_forged_bounce_changes_nothing(hello: Mailbox, answer: Message, recipient: str) -> None:
    """Whoever forges it knows the addresses, and even the numbers in our ids, but cannot sign them."""
    forged = (
        f"Message-ID: <c{answer.conversation_id}.m{answer.pk}.aaaabbbbccccddddeeee@coffee.example>\n\nHello".encode()
    )
    letter = take(a_bounce(forged, recipient), hello)
    assert (letter.state, letter.reason) == ("quarantined", "stray_bounce")
    assert not Outcome.objects.exists() and not SuppressedAddress.objects.exists()
    assert not Customer.objects.filter(name__icontains="mail delivery").exists()


def test_a_bounce_of_a_letter_to_somebody_else_suppresses_nobody(hello: Mailbox, answer: Message) -> None:
    take(a_bounce(sent(), "eve@other.example"), hello)
    assert not Outcome.objects.exists() and not SuppressedAddress.objects.exists()
    assert Conversation.objects.get().messages.filter(customer=None, kind="in").exists()


def test_somebody_who_writes_of_an_undelivered_letter_is_heard(hello: Mailbox) -> None:
    content = a_letter(
        "My mail could not be delivered: user unknown. What is your address?",
        subject="Undelivered Mail Returned to Sender",
    )
    letter = take(content, hello)
    assert letter.state == "done" and Conversation.objects.get().customer.name == "Ada Moreau"


@pytest.mark.parametrize(
    ("action", "status", "state"),
    [("delayed", "4.4.1", "delayed"), ("delivered", "2.0.0", "delivered"), ("relayed", "2.0.0", "delivered")],
)
def test_delivery_reports_change_the_state_and_make_no_noise(
    hello: Mailbox, answer: Message, action: str, status: str, state: str
) -> None:
    letter = take(a_bounce(sent(), ADA, action=action, status=status, reason="still trying"), hello)
    assert outcomes() == {ADA: state}
    assert (letter.state, letter.reason, letter.message_id) == ("done", "report", None)
    conversation = Conversation.objects.get()
    assert conversation.messages.count() == 2 and conversation.undelivered_at is None


def test_a_read_receipt_says_who_has_read(hello: Mailbox, answer: Message) -> None:
    letter = take(a_read_receipt(sent(), ADA), hello)
    assert outcomes() == {ADA: "read"} and letter.conversation_id == answer.conversation_id
    assert Conversation.objects.get().messages.count() == 2


def test_a_receipt_for_nothing_of_ours_begins_no_conversation(hello: Mailbox) -> None:
    letter = take(a_read_receipt(b"Message-ID: <other@example.org>\n\n", ADA), hello)
    assert (letter.state, letter.reason) == ("done", "stray_report") and not Conversation.objects.exists()


def test_a_provider_that_gives_letters_its_own_ids_is_understood(hello: Mailbox, answer: Message) -> None:
    from regulars.channels.email.models.thread_alias import remember_ids

    Delivery.objects.update(provider_id="0100018f-aaaa-bbbb")
    remember_ids(answer.conversation_id, own="0100018f-aaaa-bbbb")
    take(a_bounce(b"Message-ID: <0100018f-aaaa-bbbb@email.amazonses.com>\n\nHello", BEN), hello)
    assert outcomes() == {BEN: "failed"}


def test_an_absence_notice_says_until_when_and_wakes_nobody(hello: Mailbox, answer: Message, grace: Agent) -> None:
    resolve(answer.conversation, by=grace)
    content = a_letter(
        "I am out of the office and will be back on 3 May 2031.",
        subject="Automatic reply: Where is my order?",
        message_id="<away@example.com>",
        in_reply_to=answer.delivery.external_id,
        auto_submitted="auto-replied",
        date="Mon, 21 Apr 2031 10:00:00 +0000",
    )
    take(content, hello)
    take(content.replace(b"<away@", b"<away2@"), hello)
    conversation = Conversation.objects.get()
    assert not conversation.is_open and conversation.waiting_since is None
    assert conversation.messages.order_by("-position")[0].away_until == date(2031, 5, 3)
    assert conversation.customer.away_until == date(2031, 5, 3)
    assert TimelineEvent.objects.filter(kind="customer.away").count() == 1


class Rejecting(Sink):
    """Takes a letter, finds out later that its mailbox does not exist, and writes back with the null sender."""

    def __init__(self, port: int, *, back_to: int) -> None:
        super().__init__(port)
        self.back_to = back_to

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:
        said = await super().handle_DATA(server, session, envelope)
        recipients, raw = self.letters[-1]
        await server.loop.run_in_executor(None, self._write_back, envelope.mail_from, recipients[0], raw)
        return said

    def _write_back(self, sender: str, recipient: str, raw: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.back_to) as smtp:
            smtp.sendmail("", [sender], a_bounce(raw, recipient, to=sender))


@pytest.fixture
def rejecting(door: int) -> Iterator[Rejecting]:
    sink = Rejecting(free_port(), back_to=door)
    sink.start()
    yield sink
    sink.stop()


def test_from_server_to_server_and_back(rejecting: Rejecting, grace: Agent) -> None:
    hello = a_mailbox("hello@coffee.example", smtp_host="127.0.0.1", smtp_port=rejecting.port, smtp_security="none")
    take(a_letter(message_id="<first@example.com>"), hello)
    answer = reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    deliver()
    wait_until(lambda: InboundLetter.objects.count() == 2)
    take_letters()
    answer.refresh_from_db()
    assert answer.state == "failed" and outcomes() == {ADA: "failed"}
    assert Conversation.objects.count() == 1


def test_a_recipient_refused_at_once_is_known_at_once(hello: Mailbox, grace: Agent) -> None:
    sink = Sink(free_port())
    sink.refuses[BEN] = "550 5.1.1 No such user"
    sink.start()
    try:
        Mailbox.objects.update(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
        take(a_letter(message_id="<first@example.com>"), hello)
        message = reply(Conversation.objects.get(), by=grace, text="Hi", recipients={"to": [ADA], "cc": [BEN]})
        deliver()
    finally:
        sink.stop()
    message.refresh_from_db()
    assert message.state == "sent" and outcomes() == {BEN: "failed"}
    assert SuppressedAddress.objects.get().address == BEN
