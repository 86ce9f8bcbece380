"""Letters that come in encrypted, from real SMTP clients."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.channels.email import smtp
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.smtp_certificate import WrongCertificate, load
from regulars.channels.email.tests.certificates import a_certificate
from regulars.channels.email.tests.conftest import a_letter, send
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def certificate(tmp_path: Path, settings: object) -> tuple[str, str]:
    settings.SMTP_CERTIFICATE = a_certificate(tmp_path)
    return settings.SMTP_CERTIFICATE


@pytest.fixture
def encrypted(certificate: tuple[str, str], door: int) -> Iterator[smtplib.SMTP]:
    """A connection that has become encrypted, to a server that is who it says."""
    with smtplib.SMTP("127.0.0.1", door, timeout=PATIENCE) as server:
        server.starttls(context=ssl.create_default_context(cafile=certificate[0]))
        yield server


def test_letters_come_in_encrypted(encrypted: smtplib.SMTP, hello: Mailbox) -> None:
    contents = [a_letter(f"{number} " + "x" * 300_000).replace(b"\n", b"\r\n") for number in range(3)]
    for content in contents:
        encrypted.sendmail("ada@example.com", ["hello@coffee.example"], content)
    kept = InboundLetter.objects.order_by("pk")
    assert [bytes(each.raw.content) for each in kept] == contents


def test_encrypted_or_not_nobody_is_asked_to_sign_in(encrypted: smtplib.SMTP) -> None:
    encrypted.ehlo()
    assert not encrypted.has_extn("auth") and not encrypted.has_extn("starttls")
    assert encrypted.docmd("STARTTLS")[0] == 503


def test_it_is_offered_and_plain_still_works(certificate: tuple[str, str], door: int, hello: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        assert server.has_extn("starttls")
    send(door, a_letter())
    assert InboundLetter.objects.count() == 1


def test_without_a_certificate_it_is_not_offered(door: int) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        assert not server.has_extn("starttls") and server.docmd("STARTTLS")[0] >= 500


def test_where_it_is_required_nothing_is_taken_without(
    certificate: tuple[str, str], settings: object, door: int, hello: Mailbox
) -> None:
    settings.SMTP_REQUIRES_TLS = True
    with pytest.raises(smtplib.SMTPResponseException, match="STARTTLS"):
        send(door, a_letter())
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.starttls()
        server.sendmail("ada@example.com", ["hello@coffee.example"], a_letter())
    assert InboundLetter.objects.count() == 1


def test_what_was_said_before_does_not_count(certificate: tuple[str, str], door: int, hello: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        server.mail("stranger@example.com")
        server.starttls()
        server.ehlo()
        assert server.docmd("RCPT", "TO:<hello@coffee.example>")[0] == 503


def test_commands_sent_along_with_it_are_thrown_away(certificate: tuple[str, str], door: int) -> None:
    """Somebody in the middle may put plain commands behind STARTTLS, to be taken for encrypted ones."""
    with smtplib.SMTP("127.0.0.1", door) as server:
        server.ehlo()
        server.sock.sendall(b"STARTTLS\r\nNOOP injected\r\n")
        assert server.getreply()[0] == 220
        server.sock = ssl._create_unverified_context().wrap_socket(server.sock)
        server.file = None
        server.sock.settimeout(PATIENCE)
        assert server.docmd("EHLO", "me")[1].splitlines()[-1] == b"HELP"  # the answer to this, and to nothing before


def test_broken_handshakes_hold_no_place(
    certificate: tuple[str, str], door: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(smtp, "MOST_CONNECTIONS", 3)
    for words in [b"this is no handshake\r\n" * 100, b"", b"\x16\x03\x01"] * 2:
        with socket.create_connection(("127.0.0.1", door), PATIENCE) as client:
            client.recv(1000)
            client.sendall(b"EHLO me\r\n")
            client.recv(1000)
            client.sendall(b"STARTTLS\r\n" + b"")
            client.recv(1000)
            client.sendall(words)
            client.shutdown(socket.SHUT_WR)
            while client.recv(1000):
                pass
    wait_until(lambda: _is_let_in(door))
    assert not [each for each in caplog.records if each.levelname == "ERROR" and each.name != "django"]


def test_a_renewed_certificate_is_shown_without_a_restart(
    certificate: tuple[str, str], door: int, tmp_path: Path
) -> None:
    first = _shown_at(door)
    renewed = a_certificate(tmp_path, "renewed")
    for new, old in zip(renewed, certificate, strict=True):
        os.replace(new, old)
    second = _shown_at(door)
    assert second != first
    Path(certificate[1]).write_text("half written")
    assert _shown_at(door) == second


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        ("missing", "cannot be read: No such file"),
        ("empty", "no certificate with its key"),
        ("other", "does not belong to"),
    ],
)
def test_wrong_files_are_refused_in_words(tmp_path: Path, breaks: str, words: str) -> None:
    certificate, key = a_certificate(tmp_path)
    if breaks == "missing":
        os.unlink(key)
    elif breaks == "empty":
        Path(certificate).write_text("")
    else:
        key = a_certificate(tmp_path, "other")[1]
    with pytest.raises(WrongCertificate, match=words):
        load(certificate, key)


def test_with_wrong_files_nothing_is_taken_in_and_the_log_says_why(
    settings: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMTP_CERTIFICATE = (str(tmp_path / "gone.crt"), str(tmp_path / "gone.key"))
    stop = threading.Event()
    listener = threading.Thread(target=smtp.listen, args=[stop])
    listener.start()
    wait_until(lambda: "gone.crt cannot be read" in caplog.text)
    stop.set()
    listener.join()
    assert "REGULARS_SMTP_CERTIFICATE" in caplog.text and "Traceback" not in caplog.text


def _is_let_in(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        return client.recv(1000).startswith(b"220")


def _shown_at(port: int) -> bytes:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as server:
        server.starttls()
        return server.sock.getpeercert(binary_form=True)
