"""The door for letters, knocked on by real SMTP clients."""

from __future__ import annotations

import smtplib
import socket
import threading

import pytest
from django.db import OperationalError

from regulars.channels.email import group_commit, keeping, smtp, smtp_conversation
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, RawLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, send
from regulars.conversations.models import Conversation
from tests.waiting import PATIENCE, wait_until


def test_a_letter_is_kept_byte_for_byte_before_it_is_accepted(door: int, hello: Mailbox) -> None:
    content = b"From: ada@example.com\r\nSubject: \xff\xfe raw\r\n\r\n.dots\r\n..more\r\n\tbare\ttabs \x80\x81\r\n"
    send(door, content)
    letter = InboundLetter.objects.get()
    assert bytes(letter.raw.content) == content
    assert (letter.state, letter.source, letter.envelope_from) == ("received", "smtp", "ada@example.com")


def test_nobody_but_us_is_written_to_through_here(door: int, hello: Mailbox) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(door, a_letter(), to="somebody@elsewhere.example")
    assert refusal.value.recipients["somebody@elsewhere.example"][0] == 550
    assert not InboundLetter.objects.exists()


def test_plus_addresses_and_any_case_are_ours(door: int, hello: Mailbox) -> None:
    send(door, a_letter(), to="HELLO+anything@Coffee.Example")
    assert InboundLetter.objects.get().mailbox == hello


def test_a_mailbox_added_just_now_is_known_at_once(door: int, hello: Mailbox) -> None:
    send(door, a_letter("one"))
    a_mailbox("new@coffee.example")
    send(door, a_letter("two"), to="new@coffee.example")
    assert InboundLetter.objects.count() == 2


def test_one_letter_to_two_inboxes_is_two_conversations(door: int, hello: Mailbox) -> None:
    a_mailbox("sales@coffee.example", inbox="Sales")
    a_mailbox("hi@coffee.example")
    send(door, a_letter(), to="hello@coffee.example sales@coffee.example hi@coffee.example")
    while take_letters():
        pass
    assert sorted(Conversation.objects.values_list("inbox__name", flat=True)) == ["Hello", "Sales"]
    assert RawLetter.objects.count() == 1


def test_several_letters_on_one_connection(door: int, hello: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        for number in range(5):
            server.sendmail("ada@example.com", ["hello@coffee.example"], a_letter(f"{number}"))
    assert InboundLetter.objects.count() == 5


def test_many_connections_at_once(door: int, hello: Mailbox) -> None:
    letters = [a_letter(f"{number}") for number in range(40)]
    senders = [threading.Thread(target=send, args=[door, letter]) for letter in letters]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert InboundLetter.objects.count() == 40


def test_no_more_comes_in_at_once_than_memory_bears(door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_conversation, "MOST_IN_HAND", 100_000)
    monkeypatch.setattr(smtp_conversation, "SMALL", 1000)
    with smtplib.SMTP("127.0.0.1", door, timeout=PATIENCE) as server:
        with pytest.raises(smtplib.SMTPDataError, match="Too much comes in at once"):
            server.sendmail("ada@example.com", ["hello@coffee.example"], a_letter("x" * 150_000))
        server.sendmail("ada@example.com", ["hello@coffee.example"], a_letter("x" * 50_000))
    assert InboundLetter.objects.get().raw.size < 100_000


def test_a_small_letter_comes_in_however_much_is_coming(
    door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_conversation, "MOST_IN_HAND", 0)
    send(door, a_letter("x" * 3000))
    assert InboundLetter.objects.count() == 1


def test_a_letter_that_comes_byte_by_byte_has_an_end(
    door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_conversation, "LONGEST_LETTER", 0.0)
    with smtplib.SMTP("127.0.0.1", door, timeout=PATIENCE) as server:
        server.ehlo(), server.mail("ada@example.com"), server.rcpt("hello@coffee.example")
        assert server.docmd("data")[0] == 354
        server.send("x")
        with pytest.raises(smtplib.SMTPServerDisconnected, match="closed$"):
            server.getreply()


def test_a_bounce_comes_from_nobody(door: int, hello: Mailbox) -> None:
    send(door, a_letter(sender="MAILER-DAEMON@example.com"), sender="")
    assert InboundLetter.objects.get().envelope_from == ""


@pytest.mark.parametrize("pieces", [1, 3, 1000])
@pytest.mark.parametrize("content", [b"", b".", b"..\r\n.x", b"a\r\n\r\n.\r\nb", b"a\n.\nb\r.\rc", b"x" * 20_000])
def test_a_letter_is_the_same_however_it_is_cut_on_its_way(
    door: int, hello: Mailbox, content: bytes, pieces: int
) -> None:
    stuffed = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
    sent = b"Subject: hi\r\n\r\n" + stuffed + b"\r\n.\r\nQUIT\r\n"
    with socket.create_connection(("127.0.0.1", door), PATIENCE) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = client.makefile("rb")
        answers.readline()
        for line in (b"HELO me", b"MAIL FROM:<ada@example.com>", b"RCPT TO:<hello@coffee.example>", b"DATA"):
            client.sendall(line + b"\r\n")
            assert answers.readline()[:1] in b"23"
        size = pieces if len(sent) < 1000 else 1000
        for start in range(0, len(sent), size):
            client.sendall(sent[start : start + size])
        assert b"250 2.0.0 Kept" in answers.read()
    assert bytes(InboundLetter.objects.get().raw.content) == b"Subject: hi\r\n\r\n" + content + b"\r\n"


def test_a_letter_that_breaks_off_is_not_kept(door: int, hello: Mailbox) -> None:
    with socket.create_connection(("127.0.0.1", door), PATIENCE) as client:
        lines = [
            b"EHLO me",
            b"MAIL FROM:<ada@example.com>",
            b"RCPT TO:<hello@coffee.example>",
            b"DATA",
            b"Subject: half",
        ]
        client.sendall(b"\r\n".join(lines))
    send(door, a_letter("whole"))
    assert InboundLetter.objects.count() == 1


def test_commands_may_come_in_one_go(door: int, hello: Mailbox) -> None:
    with socket.create_connection(("127.0.0.1", door), PATIENCE) as client:
        lines = [b"EHLO me", b"MAIL FROM:<ada@example.com>", b"RCPT TO:<hello@coffee.example>", b"DATA"]
        client.sendall(b"\r\n".join(lines) + b"\r\n")
        client.sendall(b"Subject: hi\r\n\r\nhi\r\n.\r\nQUIT\r\n")
        answers = client.makefile("rb").read()
    assert b"250 2.0.0 Kept" in answers and b"221" in answers
    assert InboundLetter.objects.count() == 1


def test_the_same_letter_delivered_again_is_accepted_and_kept_once(door: int, hello: Mailbox) -> None:
    for _ in range(3):
        send(door, a_letter())
    assert InboundLetter.objects.count() == 1


def test_while_the_database_is_away_the_sender_is_asked_to_try_again(
    door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(group_commit, "keep", refuse)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(door, a_letter())
    assert refusal.value.smtp_code == 451
    monkeypatch.setattr(group_commit, "keep", keeping.keep)
    send(door, a_letter())
    assert InboundLetter.objects.count() == 1


def test_a_letter_that_the_database_refuses_does_not_harm_its_neighbours(
    door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep_all_but_one(arrivals: list[keeping.Arrival]) -> None:
        if any(b"poison" in each.content for each in arrivals):
            raise OperationalError("no")
        keeping.keep(arrivals)

    monkeypatch.setattr(group_commit, "keep", keep_all_but_one)
    refused: list[int] = []

    def try_to_send(letter: bytes) -> None:
        try:
            send(door, letter)
        except smtplib.SMTPDataError as error:
            refused.append(error.smtp_code)

    letters = [a_letter("poison" if number == 5 else f"{number}") for number in range(12)]
    senders = [threading.Thread(target=try_to_send, args=[letter]) for letter in letters]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert refused == [451] and InboundLetter.objects.count() == 11


def test_what_is_too_large_is_refused(
    hello: Mailbox, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(smtp, "LARGEST", 5000)
    door = request.getfixturevalue("door")
    with pytest.raises(smtplib.SMTPResponseException) as refusal:
        send(door, a_letter("x" * 70 + "\n" + "y" * 6000))
    assert refusal.value.smtp_code == 552


def test_a_page_on_one_line_is_still_a_letter(door: int, hello: Mailbox) -> None:
    send(door, b"From: ada@example.com\r\n\r\n" + b"x" * 60_000)
    assert InboundLetter.objects.get().raw.size > 60_000


def test_too_many_recipients_are_told_to_come_in_two_goes(door: int, hello: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        server.mail("ada@example.com")
        codes = [server.rcpt(f"hello+{number}@coffee.example")[0] for number in range(smtp.MOST_RECIPIENTS + 1)]
    assert codes == [250] * smtp.MOST_RECIPIENTS + [452]


def test_too_many_connections_are_told_to_come_later(
    door: int, hello: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "MOST_CONNECTIONS", 3)
    clients = [socket.create_connection(("127.0.0.1", door), PATIENCE) for _ in range(4)]
    greetings = [client.recv(3) for client in clients]
    for client in clients:
        client.close()
    assert set(greetings) == {b"220", b"421"} and greetings.count(b"220") <= 3


def test_letters_of_the_whole_world_are_announced_and_taken(door: int, hello: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        assert all(server.has_extn(name) for name in ("smtputf8", "8bitmime", "size"))
        server.sendmail(
            "jörg@bücher.example", ["hello@coffee.example"], "Subject: Grüße\r\n\r\nHä?".encode(), ["SMTPUTF8"]
        )
    assert InboundLetter.objects.get().envelope_from == "jörg@bücher.example"


def test_a_port_in_use_is_told_and_waited_for(
    settings: object, transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.SMTP_LISTEN = taken.getsockname()
        stop = threading.Event()
        listener = threading.Thread(target=smtp.listen, args=[stop])
        listener.start()
        wait_until(lambda: "REGULARS_SMTP_PORT" in caplog.text)
        stop.set()
        listener.join(PATIENCE)
        assert not listener.is_alive()
