"""Letters from the ledger into conversations, bad ones and two workers included."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from regulars.channels.email import reading
from regulars.channels.email.actions import take_letters as taking
from regulars.channels.email.actions.retry_letters import retry_letters
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.actions.take_unread import take_unread
from regulars.channels.email.keeping import Arrival
from regulars.channels.email.keeping import keep as keep_all
from regulars.channels.email.letter import Letter
from regulars.channels.email.models import InboundLetter, Mailbox, RawLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.models import Conversation, Message
from regulars.lib import blobs
from regulars.team.models import Agent


def take_all() -> None:
    while take_letters():
        pass


def break_on(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is done with a letter that holds this word fails."""
    real = taking.take_letter

    def take_or_break(reading: object, **facts: object) -> None:
        real(reading, **facts)
        assert word not in reading.letter.text, "broken on purpose"

    monkeypatch.setattr(taking, "take_letter", take_or_break)


def test_one_bad_letter_stops_no_other(hello: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    break_on("bad", monkeypatch)
    for text in ("one", "a bad one", "three"):
        keep(a_letter(text), hello)
    take_all()
    assert list(Message.objects.order_by("pk").values_list("visible_text", flat=True)) == ["one", "three"]
    bad = InboundLetter.objects.get(state="received")
    assert bad.attempts == 1 and bad.due_at > timezone.now() and "broken on purpose" in bad.error


def test_a_letter_that_cannot_be_taken_is_opened_with_the_original_attached(
    hello: Mailbox, monkeypatch: pytest.MonkeyPatch, grace: Agent
) -> None:
    break_on("bad", monkeypatch)
    letter = keep(a_letter("a bad one"), hello, envelope_from="ada@example.com")
    for _ in range(taking.ATTEMPTS):
        InboundLetter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        take_all()
    letter.refresh_from_db()
    message = Message.objects.get()
    assert letter.state == "failed" and letter.message_id == message.pk
    attachment = message.attachments.get()
    with blobs.fetch(attachment.sha256) as file:
        assert file.read() == a_letter("a bad one")
    assert message.conversation.customer.identities.get().value == "ada@example.com"

    monkeypatch.undo()
    retry_letters(InboundLetter.objects.filter(pk=letter.pk), by=grace)
    take_all()
    assert (
        list(message.conversation.messages.order_by("position").values_list("visible_text", flat=True))[1]
        == "a bad one"
    )
    letter.refresh_from_db()
    assert letter.state == "done"


def test_an_unread_letter_keeps_its_bytes_and_its_sender(hello: Mailbox) -> None:
    letter = keep(b"\x00 nothing of this makes sense", hello, envelope_from="ada@example.com")
    take_unread(letter)
    message = Message.objects.get()
    assert (letter.state, letter.message_id) == ("failed", message.pk)
    assert message.author_address == "ada@example.com" and message.attachments.get().name == "original.eml"


def test_a_letter_that_the_parser_gives_up_on_is_shown_with_the_original(
    hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = Letter(subject="Where is my order?", from_email="ada@example.com", error="ValueError: a flaw of ours")
    monkeypatch.setattr(reading, "parse_apart", lambda content: given_up)
    letter = keep(a_letter(), hello)
    take_all()
    letter.refresh_from_db()
    message = Message.objects.get()
    assert (letter.state, letter.error) == ("failed", "ValueError: a flaw of ours")
    assert "could not be read" in message.visible_text and message.subject == "Where is my order?"
    assert message.attachments.get().size == len(a_letter())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"no header at all",
        b"From: \r\n\r\n",
        b"Subject: =?utf-8?q?=00=FF?=\r\n\r\n\x00\xed\xa0\x80",
        b"From: " + b"a" * 5000 + b"@" + b"b" * 5000 + b"\r\nMessage-ID: <" + b"i" * 3000 + b">\r\n\r\nx",
        b"From: a@b\r\nDate: Tue, 32 Foo 99999 99:99:99\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"From: a@b\r\nTo: " + b", ".join(b"p%d@example.com" % n for n in range(500)) + b"\r\n\r\nto many",
        "From: Jörg <jörg@bücher.example>\r\nSubject: Grüße\r\n\r\nHä?".encode("latin-1"),
    ],
)
def test_any_bytes_become_a_conversation(hello: Mailbox, content: bytes) -> None:
    keep(content, hello)
    take_all()
    letter = InboundLetter.objects.get()
    assert letter.state == "done" and Conversation.objects.count() == 1
    assert bytes(letter.raw.content) == content


def test_every_letter_of_the_corpus_finds_its_place(hello: Mailbox) -> None:
    corpus = sorted((Path(__file__).parent / "letters").glob("*.eml"))
    for path in corpus:
        keep(path.read_bytes(), hello)
    take_all()
    assert len(corpus) >= 20 and not InboundLetter.objects.filter(state="received").exists()
    for letter in InboundLetter.objects.select_related("raw"):
        assert letter.message_id or letter.reason, letter
        assert letter.state != "failed", (letter.raw.content, letter.error)


def test_a_letter_without_a_sender_is_from_the_envelope_s(hello: Mailbox) -> None:
    keep(b"Subject: hi\r\n\r\nhi", hello, envelope_from="ada@example.com")
    take_all()
    assert Message.objects.get().author_address == "ada@example.com"


def test_a_clock_that_is_wrong_dates_nothing(hello: Mailbox) -> None:
    keep(a_letter(date="Fri, 01 Jan 2099 00:00:00 +0000"), hello)
    take_all()
    assert Message.objects.get().at <= timezone.now()


def test_letters_are_taken_in_the_order_they_came(hello: Mailbox) -> None:
    texts = [f"letter {number}" for number in range(30)]
    arrivals = [Arrival(content=a_letter(text), source="smtp", mailbox_id=hello.pk) for text in texts]
    keep_all(arrivals)
    take_all()
    assert list(Message.objects.order_by("pk").values_list("visible_text", flat=True)) == texts


def test_forwarded_mail_goes_to_the_inbox_it_was_sent_to(hello: Mailbox) -> None:
    sales = a_mailbox("sales@coffee.example", inbox="Sales")
    letter = b"Delivered-To: sales@coffee.example\r\n" + a_letter(to="undisclosed-recipients:;")
    keep_all([Arrival(content=letter, source="imap", mailbox_id=hello.pk, folder="INBOX", uidvalidity=1, uid=1)])
    take_all()
    assert Conversation.objects.get().inbox == sales.inbox


def test_a_fetched_letter_to_two_inboxes_reaches_both(hello: Mailbox) -> None:
    a_mailbox("sales@coffee.example", inbox="Sales")
    letter = a_letter(to="hello@coffee.example, Sales@Coffee.example")
    keep_all([Arrival(content=letter, source="imap", mailbox_id=hello.pk, folder="INBOX", uidvalidity=1, uid=1)])
    take_all()
    assert sorted(Conversation.objects.values_list("inbox__name", flat=True)) == ["Hello", "Sales"]
    assert RawLetter.objects.count() == 1


def test_two_addresses_of_one_inbox_make_one_message(hello: Mailbox) -> None:
    second = a_mailbox("hi@coffee.example")
    for mailbox in (hello, second):
        keep(a_letter(to="hello@coffee.example, hi@coffee.example"), mailbox)
    take_all()
    assert Message.objects.count() == 1


def test_a_closed_mailbox_still_delivers_what_it_had_taken(hello: Mailbox) -> None:
    keep(a_letter(), hello)
    Mailbox.objects.update(is_active=False)
    take_all()
    assert Conversation.objects.get().inbox == hello.inbox


def test_a_letter_whose_mailbox_is_gone_is_set_aside(hello: Mailbox) -> None:
    keep(a_letter(to="nobody@elsewhere.example"), hello)
    hello.delete()
    take_all()
    assert InboundLetter.objects.get().state == "quarantined"


def test_the_ledger_outlives_conversations_and_what_was_deleted_does_not_come_back(hello: Mailbox) -> None:
    letter = a_letter("one", message_id="<one@example.com>")
    keep(letter, hello)
    take_all()
    Conversation.objects.all().delete()
    keep(letter, hello)  # the same bytes once more
    keep(b"Received: by elsewhere\r\n" + letter, hello)  # and by another path
    take_all()
    assert not Conversation.objects.exists()
    assert list(InboundLetter.objects.order_by("pk").values_list("state", "reason")) == [("done", ""), ("done", "twin")]


def test_two_workers_and_every_letter_twice_end_as_the_right_conversations(transactional_db: None) -> None:
    hello = a_mailbox("hello@coffee.example")
    letters = []
    for person in range(8):
        sender, subject = f"Person {person} <p{person}@example.com>", f"Matter {person}"
        for turn in range(5):
            ids = " ".join(f"<{person}.{before}@example.com>" for before in range(turn))
            headers = {"references": ids} if ids else {}
            message_id = f"<{person}.{turn}@example.com>"
            letters.append(a_letter(f"{turn}", sender=sender, subject=subject, message_id=message_id, **headers))
    twice = letters + [b"Received: by elsewhere\r\n" + letter for letter in letters]
    for start in range(0, len(twice), 7):
        keep_all([Arrival(content=each, source="smtp", mailbox_id=hello.pk) for each in twice[start : start + 7]])
    workers = [threading.Thread(target=_work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    take_all()
    assert Conversation.objects.count() == 8 and Message.objects.count() == 40
    assert all(
        sorted(each.messages.values_list("visible_text", flat=True)) == list("01234")
        for each in Conversation.objects.all()
    )
    assert not InboundLetter.objects.exclude(state="done").exists()


def _work() -> None:
    try:
        take_all()
    finally:
        connection.close()
