"""What admins and agents see of mailboxes, of the ledger, and of sent mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.forms import MailboxForm
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent, AuditEntry


@pytest.fixture
def admin(client: Client, grace: Agent) -> Client:
    client.force_login(grace)
    return client


@pytest.fixture
def answered(hello: Mailbox, grace: Agent) -> Message:
    """A letter of Ada's, answered by Grace."""
    keep(a_letter(message_id="<first@example.com>"), hello)
    take_letters()
    answer = reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    deliver()
    return answer


def fields(**facts: object) -> dict[str, object]:
    usual = {"address": "shop@coffee.example", "sender_name": "{brand}", "is_active": "on", "folders": "INBOX"}
    ports = {"imap_port": 993, "imap_security": "tls", "smtp_port": 587, "smtp_security": "starttls"}
    return {**usual, **ports, "begin": "now", **facts}


def test_an_admin_adds_a_mailbox_and_the_audit_log_holds_no_password(
    admin: Client, hello: Mailbox, grace: Agent
) -> None:
    given = fields(
        inbox=hello.inbox_id,
        address="Shop@Coffee.example",
        imap_host="imap.example",
        imap_user="shop",
        imap_password="hunter2-very-secret",
    )
    assert admin.post("/settings/mailboxes/new", given).status_code == 302
    mailbox = Mailbox.objects.get(address="shop@coffee.example")
    assert (mailbox.imap_password, mailbox.folders) == ("hunter2-very-secret", ["INBOX"])
    assert mailbox.reads_since <= timezone.now()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agent, entry.after["imap_host"]) == ("mailbox.added", grace, "imap.example")
    assert "hunter2" not in str(entry.after)


def test_answers_come_back_to_a_plain_address_until_somebody_says_that_the_server_takes_others(
    admin: Client, hello: Mailbox
) -> None:
    ticks = [MailboxForm(instance=each)["has_plus_addressing"].value() for each in (Mailbox(), hello)]
    assert ticks == [False, True]


def test_everything_means_everything(admin: Client, hello: Mailbox) -> None:
    given = fields(inbox=hello.inbox_id, imap_host="imap.example", imap_user="shop", begin="everything")
    admin.post("/settings/mailboxes/new", given)
    assert Mailbox.objects.get(address="shop@coffee.example").reads_since is None


def test_a_password_left_empty_stays_and_is_never_shown(admin: Client, hello: Mailbox) -> None:
    hello.imap_host, hello.imap_user, hello.imap_password = "imap.example", "hello", "hunter2-very-secret"
    hello.save()
    page = admin.get(f"/settings/mailboxes/{hello.pk}").content.decode()
    assert "hunter2" not in page and "unchanged" in page
    given = fields(inbox=hello.inbox_id, address=hello.address, imap_host="imap2.example", imap_user="hello")
    admin.post(f"/settings/mailboxes/{hello.pk}", given)
    hello.refresh_from_db()
    assert (hello.imap_host, hello.imap_password) == ("imap2.example", "hunter2-very-secret")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": "hello@coffee.example"}, "There is a mailbox with this address already."),
        ({"address": "no address"}, "Enter a valid email address."),
        ({"imap_user": "shop"}, "Name the IMAP server that this user signs in to."),
        ({"imap_host": "imap.example"}, "An IMAP server wants to know who signs in."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    admin: Client, hello: Mailbox, wrong: dict[str, object], words: str
) -> None:
    page = admin.post("/settings/mailboxes/new", fields(inbox=hello.inbox_id, **wrong))
    assert page.status_code == 422 and words in page.content.decode()
    assert Mailbox.objects.count() == 1


def test_trying_the_connection_tells_what_is_wrong_and_keeps_nothing(admin: Client, hello: Mailbox) -> None:
    dead = {"imap_host": "127.0.0.1", "imap_port": free_port(), "imap_security": "none", "imap_user": "x", "try": "1"}
    page = admin.post("/settings/mailboxes/new", fields(inbox=hello.inbox_id, **dead)).content.decode()
    assert "cannot be reached" in page and Mailbox.objects.count() == 1


def test_a_mailbox_is_closed_and_opened_again(admin: Client, hello: Mailbox) -> None:
    for is_active in (False, True):
        admin.post(f"/settings/mailboxes/{hello.pk}/switch")
        hello.refresh_from_db()
        assert hello.is_active is is_active
    assert [entry.after for entry in AuditEntry.objects.order_by("pk")] == [{"is_active": False}, {"is_active": True}]


@pytest.mark.parametrize("what", ["mailboxes", "widgets", "forms"])
def test_without_an_inbox_one_is_led_to_where_one_is_made(admin, what):
    assert admin.get(f"/settings/{what}/new").url == "/settings/inboxes"


@pytest.mark.parametrize("path", ["/settings/mailboxes", "/settings/mailboxes/new", "/settings/letters"])
def test_only_admins_see_mailboxes_and_the_ledger(client: Client, noor: Agent, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(noor)
    assert client.get(path).status_code == 403


def test_the_list_tells_how_each_mailbox_is(admin: Client, hello: Mailbox) -> None:
    Mailbox.objects.update(error="imap.example does not accept the user name", error_at=timezone.now())
    page = admin.get("/settings/mailboxes").content.decode()
    assert "hello@coffee.example" in page and "does not accept the user name" in page


def test_the_ledger_shows_every_letter_and_lets_one_in(admin: Client, hello: Mailbox) -> None:
    keep(a_letter("to myself", sender="hello@coffee.example", subject="A note"), hello)
    take_letters()
    letter = InboundLetter.objects.get()
    page = admin.get("/settings/letters?state=quarantined").content.decode()
    assert "A note" in page and "claims to come from an address of ours" in page
    admin.post("/settings/quarantine/act", {"letter": letter.pk, "act": "release"})
    take_letters()
    letter.refresh_from_db()
    assert letter.state == "done" and Message.objects.get().visible_text == "to myself"


def test_the_original_is_there_byte_for_byte(admin: Client, hello: Mailbox, answered: Message) -> None:
    content = a_letter(message_id="<first@example.com>")
    first = Message.objects.get(kind="in")
    shown = admin.get(f"/messages/{first.pk}/original")
    assert shown.content == content and shown["Content-Disposition"].startswith("attachment")
    assert admin.get(f"/settings/letters/{InboundLetter.objects.get().pk}/original").content == content
    assert admin.get(f"/messages/{answered.pk}/original").content == bytes(SentLetter.objects.get().raw)


def test_strangers_see_no_originals(client: Client, answered: Message) -> None:
    assert client.get(f"/messages/{answered.pk}/original").status_code == 302
    assert client.get("/sent-mail").status_code == 302


def test_sent_mail_lists_letters_and_shows_one(admin: Client, answered: Message) -> None:
    sent = SentLetter.objects.get()
    assert "Re: Where is my order?" in admin.get("/sent-mail").content.decode()
    page = admin.get(f"/sent-mail/{sent.pk}").content.decode()
    assert "&lt;first@example.com&gt;" in page and "It left this morning." in page
    body = admin.get(f"/sent-mail/{sent.pk}/body")
    assert "It left this morning." in body.content.decode() and "sandbox" in body["Content-Security-Policy"]
    assert admin.get(f"/sent-mail/{sent.pk}/raw").content == bytes(sent.raw)
    assert admin.get(f"/sent-mail/{sent.pk}/files/0").status_code == 404


def test_empty_pages_teach(admin: Client) -> None:
    assert "No mailbox yet" in admin.get("/settings/mailboxes").content.decode()
    assert "No letter has come yet" in admin.get("/settings/letters").content.decode()
    assert "Nothing was sent yet" in admin.get("/sent-mail").content.decode()
