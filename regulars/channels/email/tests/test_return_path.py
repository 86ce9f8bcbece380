"""Each letter has a return path of its own, so that whatever comes back finds it; and no server is asked to take what it will not."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP
from django.db import connection, transaction
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import postman, smtp_transaction
from regulars.channels.email.actions import deliver as delivering
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.keeping import Arrival
from regulars.channels.email.keeping import keep as keep_all
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink
from regulars.channels.email.tests.reports import a_bounce
from regulars.channels.email.traffic import Traffic
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery, Message, Outcome
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation
from tests.waiting import PATIENCE, wait_until

ADA, BEN = "ada@example.com", "ben@example.com"
HELLO = "hello@coffee.example"


class Particular(Sink):
    """Takes letters from the mailbox's plain address alone, and says so at MAIL, at RCPT or after DATA."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.says_so_at = ""
        self.senders: list[str] = []

    async def handle_MAIL(
        self, server: SMTP, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        self.senders.append(address)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "550 5.7.1 No" if self._minds(envelope, "MAIL") else "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        if self._minds(envelope, "RCPT"):
            return f"553 5.7.1 <{envelope.mail_from}>: Sender address rejected: not owned by user hello"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:
        if self._minds(envelope, "DATA"):
            return "554 5.2.252 SendAsDenied; hello not allowed to send as hello+c1"
        return await super().handle_DATA(server, session, envelope)

    def _minds(self, envelope: object, where: str) -> bool:
        return self.says_so_at == where and envelope.mail_from != HELLO


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Particular]:
    monkeypatch.setattr(delivering, "traffic", Traffic())
    monkeypatch.setattr(smtp_transaction, "_plain_only", {})
    sink = Particular(free_port())
    sink.start()
    yield sink
    sink.stop()
    postman.connections.close_idle(longer_than=0)


@pytest.fixture
def mailbox(db: None, sink: Sink) -> Mailbox:
    return a_mailbox(HELLO, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")


def answered(mailbox: Mailbox, by: Agent, *people: str) -> Message:
    keep(a_letter(), mailbox)
    take_letters()
    message = reply(
        Conversation.objects.get(), by=by, text="It left this morning.", recipients={"to": list(people or [ADA])}
    )
    deliver()
    message.refresh_from_db()
    return message


def come_back(mailbox: Mailbox, sink: Particular, content: bytes, **facts: str) -> InboundLetter:
    """The letter comes to the return path of ours, from nobody."""
    row = keep(content, mailbox, **({"envelope_from": "", "envelope_to": sink.senders[-1]} | facts))
    take_letters()
    row.refresh_from_db()
    return row


CRYPTIC = a_letter(
    "Ni sukcesis. Kodo X-17.", sender="System <robot@mx.example>", subject="Averto", message_id="<x17@mx.example>"
)


def test_it_names_the_letter_in_the_domain_of_the_sender(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    answered(mailbox, grace)
    [sender] = sink.senders
    signed = Delivery.objects.get().external_id.strip("<>").partition("@")[0]
    assert sender == f"hello+{signed}@coffee.example"


def test_a_bounce_that_says_nothing_finds_its_letter(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    message = answered(mailbox, grace)
    row = come_back(mailbox, sink, CRYPTIC)
    outcome = Outcome.objects.get()
    assert (outcome.delivery, outcome.address, outcome.state, outcome.is_hard) == (
        message.delivery,
        ADA,
        "failed",
        False,
    )
    assert (row.state, row.conversation_id) == ("done", message.conversation_id)
    conversation = Conversation.objects.get()
    assert conversation.undelivered_at and conversation.waiting_since is None
    assert conversation.messages.filter(customer=None, kind="in").exists() and Customer.objects.count() == 1


def test_from_an_imap_folder_it_is_found_by_its_headers(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    answered(mailbox, grace)
    came = f"Return-Path: <>\r\nDelivered-To: {sink.senders[-1]}\r\n".encode() + CRYPTIC
    keep_all([Arrival(content=came, source="imap", mailbox_id=mailbox.pk)])
    take_letters()
    assert Outcome.objects.get().state == "failed"


def test_with_several_recipients_it_is_shown_and_nobody_is_accused(
    mailbox: Mailbox, sink: Particular, grace: Agent
) -> None:
    message = answered(mailbox, grace, ADA, BEN)
    come_back(mailbox, sink, CRYPTIC)
    assert not Outcome.objects.exists()
    assert message.conversation.messages.filter(customer=None, kind="in").exists()


def test_the_path_counts_more_than_what_a_report_quotes(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    message = answered(mailbox, grace)
    come_back(mailbox, sink, a_bounce(b"Message-ID: <rewritten@relay.example>\n\nHello", ADA))
    assert Outcome.objects.get().delivery == message.delivery


def test_an_absence_notice_to_it_is_no_bounce_and_finds_its_conversation(
    mailbox: Mailbox, sink: Particular, grace: Agent
) -> None:
    message = answered(mailbox, grace)
    notice = a_letter("I am away until Monday.", subject="Away", message_id="<away@example.com>")
    row = come_back(mailbox, sink, notice)
    assert not Outcome.objects.exists() and row.conversation_id == message.conversation_id


def test_a_forged_return_path_is_nothing(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    message = answered(mailbox, grace)
    forged = f"hello+c{message.conversation_id}.m{message.pk}.aaaabbbbccccddddeeee@coffee.example"
    come_back(mailbox, sink, CRYPTIC, envelope_to=forged)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_takes_only_the_plain_address_gets_that_and_is_remembered(
    mailbox: Mailbox, sink: Particular, grace: Agent, moment: str
) -> None:
    sink.says_so_at = moment
    message = answered(mailbox, grace)
    assert message.state == "sent" and sink.senders[-1] == HELLO and len(sink.letters) == 1
    reply(message.conversation, by=grace, text="And again.")
    deliver()
    assert sink.senders[2:] == [HELLO] and len(sink.letters) == 2


def test_a_refusal_for_another_reason_is_not_asked_twice(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    sink.refuses[ADA] = "550 5.1.1 No such user"
    assert answered(mailbox, grace).state == "failed" and len(sink.senders) == 1


@pytest.mark.parametrize("off", ["has_own_return_paths", "has_plus_addressing"])
def test_a_mailbox_may_want_none(mailbox: Mailbox, sink: Particular, grace: Agent, off: str) -> None:
    Mailbox.objects.update(**{off: False})
    answered(mailbox, grace)
    assert sink.senders == [HELLO]


SES = "0102018f2a3b4c5d-6e7f8091-a2b3-c4d5-e6f7-8091a2b3c4d5-000000"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (f"250 Ok {SES}", f"<{SES}@eu-west-1.amazonses.com>"),
        (
            "250 2.0.0 OK <AM0PR01@AM0PR01.eurprd01.prod.exchangelabs.com> [Hostname=AM0PR01.eurprd01.prod.outlook.com]",
            "<AM0PR01@AM0PR01.eurprd01.prod.exchangelabs.com>",
        ),
    ],
)
def test_who_answers_under_the_id_that_a_provider_gave_is_understood(
    mailbox: Mailbox, sink: Particular, grace: Agent, said: str, named: str
) -> None:
    sink.answers = [said]
    message = answered(mailbox, grace)
    keep(
        a_letter("Thanks!", subject="About it", message_id="<thanks@example.com>", in_reply_to="<x>").replace(
            b"<x>", named.encode()
        ),
        mailbox,
    )
    keep(a_bounce(f"Message-ID: {named}\n\nHello".encode(), ADA), mailbox)
    while take_letters():
        pass
    assert Conversation.objects.get() == message.conversation
    assert message.conversation.messages.filter(text__contains="Thanks!").exists()
    assert Outcome.objects.get().address == ADA


def test_the_number_of_a_queue_is_no_id(mailbox: Mailbox, sink: Particular, grace: Agent) -> None:
    sink.answers = ["250 2.0.0 Ok: queued as 4XyZ12abCD"]
    answered(mailbox, grace)
    assert Delivery.objects.get().provider_id == ""


def test_a_report_about_a_letter_that_is_being_handed_over_waits_and_is_read_later(
    transactional_db: None, sink: Particular, grace: Agent
) -> None:
    """Whoever hands over holds the delivery and asks for the conversation; intake holds conversations: neither may wait."""
    mailbox = a_mailbox(HELLO, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    answered(mailbox, grace)
    keep(CRYPTIC, mailbox, envelope_from="", envelope_to=sink.senders[-1])
    with transaction.atomic():
        Delivery.objects.select_for_update().get()
        reader = threading.Thread(target=_read)
        reader.start()
        reader.join(PATIENCE)
        assert not reader.is_alive(), "it waits for the delivery"
    row = InboundLetter.objects.order_by("-pk")[0]
    assert row.state == "received" and row.due_at > timezone.now() and not Outcome.objects.exists()
    InboundLetter.objects.update(due_at=timezone.now())
    take_letters()
    assert Outcome.objects.get().state == "failed"


def _read() -> None:
    try:
        take_letters()
    finally:
        connection.close()


def test_failing_and_merging_at_one_time_wait_in_one_order(transactional_db: None, ada: Customer, grace: Agent) -> None:
    """`merge` holds the conversation when `mark_failed` asks for it: what fails then touches no message before it has it."""
    into, source = a_conversation(ada), a_conversation(ada)
    delivery = reply(source, by=grace, text="Hello", recipients={"to": [ADA]}).delivery
    troubles: list[BaseException] = []
    failing = threading.Thread(target=_fail, args=[delivery, troubles])
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=source.pk)
        failing.start()
        wait_until(lambda: troubles or _somebody_waits())
        assert not troubles
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '60s'")
        merge(source, into=into, by=grace)
    failing.join(PATIENCE)
    delivery.message.refresh_from_db()
    into.refresh_from_db()
    assert not troubles and delivery.message.state == "failed"
    assert delivery.message.conversation == into and into.undelivered_at, "it is told where the message stands now"


def _fail(delivery: Delivery, troubles: list[BaseException]) -> None:
    try:
        mark_failed(Delivery.objects.get(pk=delivery.pk), error="550 No", is_final=True)
    except Exception as error:
        troubles.append(error)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the first look is shown until the transaction ends
        cursor.execute("SELECT wait_event_type FROM pg_stat_activity WHERE datname = current_database()")
        return ("Lock",) in cursor.fetchall()
