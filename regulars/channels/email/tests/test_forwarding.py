"""Does what is written to our public address reach us? A test letter says so, and Gmail's question is not lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import alarms
from regulars.channels.email.actions.check_forwarding import check_forwarding
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.forwarding import asked, check_named_in, name_of
from regulars.channels.email.models import ForwardingCheck, InboundLetter, Mailbox, Provider, SentLetter
from regulars.channels.email.parse import parse
from regulars.channels.email.suspects import suspects
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.models import Conversation
from regulars.live.alarms import open_alarms
from regulars.team.models import Agent

QUESTIONS = {
    "English": (
        "(#512345678) Gmail Forwarding Confirmation - Receive Mail from ada.shop@gmail.com",
        "Confirmation code: 512345678",
    ),
    "German": (
        "(#512345678) Gmail-Weiterleitungsbestätigung – E-Mails von ada.shop@gmail.com erhalten",
        "Bestätigungscode: 512345678",
    ),
    "Japanese": ("（#512345678）Gmail の転送の確認 - ada.shop@gmail.com からのメールを受信", "確認コード: 512345678"),
    "Arabic": ("تأكيد إعادة توجيه Gmail - تلقي البريد من ada.shop@gmail.com", "رمز التأكيد: 512345678"),
}
LINK = "https://mail-settings.google.com/mail/vf-%5BANGjdJ9x%5D-Zk3t_w"


def a_question(language: str, *, sender: str = "Gmail Team <forwarding-noreply@google.com>") -> bytes:
    subject, code = QUESTIONS[language]
    text = f"ada.shop@gmail.com → hello@coffee.example\n{code}\n\n{LINK}\n\nhttps://mail-settings.google.com/mail/uf-%5BANGjdJ9x%5D-Zk3t_w\n"
    return a_letter(text, sender=sender, subject=subject, message_id=f"<{language}@google.com>")


def on_its_way(check: ForwardingCheck) -> bytes:
    """The test letter, as a forwarder hands it on."""
    sent = SentLetter.objects.get()
    assert sent.recipients == [check.address]
    return b"Received: from mail.shop.example\r\nX-Forwarded-To: desk@in.example\r\n" + bytes(sent.raw)


def test_the_letter_leaves_comes_back_and_becomes_no_conversation(hello: Mailbox, grace: Agent) -> None:
    check = check_forwarding(hello, address=hello.address, by=grace)
    row = keep(on_its_way(check), hello, envelope_to="desk@in.example")
    take_letters()
    check.refresh_from_db()
    row.refresh_from_db()
    assert (check.letter, check.came_at, check.error) == (row, row.received_at, "")
    assert (row.state, row.reason, Conversation.objects.count()) == ("done", "check", 0)


def test_only_the_first_arrival_counts(hello: Mailbox, grace: Agent) -> None:
    check = check_forwarding(hello, address=hello.address, by=grace)
    first = keep(on_its_way(check), hello)
    take_letters()
    keep(b"Received: again\r\n" + on_its_way(check), hello)
    take_letters()
    check.refresh_from_db()
    assert check.letter == first


def test_a_forwarder_may_give_it_another_message_id_but_nobody_can_write_one(hello: Mailbox, grace: Agent) -> None:
    check = check_forwarding(hello, address=hello.address, by=grace)
    assert check_named_in(parse(a_letter(subject=f"Fwd: Works? ({name_of(check)})"))) == check
    assert check_named_in(parse(a_letter(subject=f"Works? (forwarding{check.pk}.{'a' * 20})"))) is None
    assert check_named_in(parse(a_letter())) is None


def test_only_addresses_of_the_mailbox_are_tried(hello: Mailbox, grace: Agent) -> None:
    with pytest.raises(ValidationError):
        check_forwarding(hello, address="somebody@else.example", by=grace)
    assert not ForwardingCheck.objects.exists()
    assert not SentLetter.objects.exists()


def test_a_letter_that_cannot_leave_says_why(hello: Mailbox, grace: Agent) -> None:
    hello.smtp_host, hello.smtp_port, hello.smtp_security = "127.0.0.1", free_port(), "none"
    hello.save()
    assert "cannot be reached" in check_forwarding(hello, address=hello.address, by=grace).error


def test_the_page_waits_tells_and_then_says_what_may_be_wrong(client: Client, hello: Mailbox, grace: Agent) -> None:
    client.force_login(grace)
    address = f"/settings/mailboxes/{hello.pk}/forwarding"
    assert "every 2s" not in client.get(address).content.decode()
    assert client.post(address, {"address": "x@else.example"}).status_code == 422
    assert client.post(address, {"address": hello.address}).status_code == 302
    waiting = client.get(f"{address}/progress").content.decode()
    assert "It is on its way." in waiting
    assert "every 2s" in waiting
    ForwardingCheck.objects.update(sent_at=timezone.now() - timedelta(minutes=6))
    late = client.get(f"{address}/progress").content.decode()
    assert "It has not come yet." in late
    assert "does an MX record name us" in late
    believed = b"Authentication-Results: mx.coffee.example; spf=pass smtp.mailfrom=coffee.example; dmarc=fail\r\n"
    Mailbox.objects.update(results_by="mx.coffee.example")
    keep(believed + on_its_way(ForwardingCheck.objects.get()), hello, envelope_to="desk@in.example")
    take_letters()
    came = client.get(address).content.decode()
    assert "It came, 6 minutes after it left." in came
    assert "SPF pass" in came
    assert "DMARC fail" in came
    assert "every 2s" not in came


def test_who_arrives_in_another_mailbox_is_told(client: Client, hello: Mailbox, grace: Agent) -> None:
    client.force_login(grace)
    other = a_mailbox("repairs@coffee.example", inbox="Repairs")
    keep(on_its_way(check_forwarding(hello, address=hello.address, by=grace)), other)
    take_letters()
    assert (
        "But into repairs@coffee.example" in client.get(f"/settings/mailboxes/{hello.pk}/forwarding").content.decode()
    )


def test_what_we_know_comes_before_what_others_must_look_for(hello: Mailbox, grace: Agent) -> None:
    check = check_forwarding(hello, address=hello.address, by=grace)
    Provider.objects.create(kind="mailgun", mailbox=hello, refused_at=timezone.now(), error="wrong key")
    keep(a_letter(), hello)
    Mailbox.objects.update(is_active=False)
    said = suspects(ForwardingCheck.objects.get(pk=check.pk))
    assert "is closed" in said[0]
    assert said[1] == "Mailgun called and was refused: wrong key"
    assert "the way is open" in said[2]


@pytest.mark.parametrize("language", QUESTIONS)
def test_gmail_s_question_is_shown_where_forwarding_is_set_up(
    client: Client, hello: Mailbox, grace: Agent, language: str
) -> None:
    keep(a_question(language), hello)
    take_letters()
    assert (InboundLetter.objects.get().reason, Conversation.objects.count()) == ("forwarding", 0)
    question = asked(hello)[0]
    assert (question.who, question.code, question.link) == ("ada.shop@gmail.com", "512345678", LINK)
    client.force_login(grace)
    page = client.get(f"/settings/mailboxes/{hello.pk}/forwarding").content.decode()
    assert "512345678" in page
    assert LINK in page
    alarms.look()
    assert [(each.kind, each.subject) for each in open_alarms()] == [("forwarding_asked", hello.address)]


def test_a_question_that_google_did_not_ask_is_a_letter_like_any_other(hello: Mailbox) -> None:
    Mailbox.objects.update(results_by="mx.coffee.example")
    forged = b"Authentication-Results: mx.coffee.example; dmarc=fail (p=none) header.from=google.com\r\n"
    keep(forged + a_question("English"), hello)
    keep(a_question("German", sender="Gmail Team <forwarding-noreply@google.example>"), hello)
    take_letters()
    assert not asked(hello)
    assert Conversation.objects.count() == 2


def test_a_link_elsewhere_is_not_offered(hello: Mailbox) -> None:
    keep(
        a_question("English").replace(
            b"https://mail-settings.google.com", b"https://mail-settings.google.com.evil.example"
        ),
        hello,
    )
    take_letters()
    assert [each.link for each in asked(hello)] == [""]


def test_only_admins_check(client: Client, hello: Mailbox, noor: Agent) -> None:
    client.force_login(noor)
    assert client.post(f"/settings/mailboxes/{hello.pk}/forwarding", {"address": hello.address}).status_code in (
        302,
        403,
    )
    assert not ForwardingCheck.objects.exists()
