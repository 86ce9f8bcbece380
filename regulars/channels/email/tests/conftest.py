"""A mailbox of Kettle & Crumb, a door for letters, and the ways of those who write to it."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from bench.house import free_port
from regulars.channels.email import smtp
from regulars.channels.email.actions.acknowledge_letter import listen_to_openings
from regulars.channels.email.models import Acknowledgement, InboundLetter, Mailbox
from regulars.config.environment import LOCAL_MAILBOX
from tests.cast import the_inbox
from tests.waiting import wait_until


@pytest.fixture(autouse=True)
def local_mailbox(settings: object) -> None:
    """Letters leave as they do out of the box. (pytest-django puts a list in the place of the backend.)"""
    settings.EMAIL_BACKEND = LOCAL_MAILBOX


@pytest.fixture
def hello(db: None) -> Mailbox:
    """hello@coffee.example, which leads into the inbox Hello."""
    return a_mailbox("hello@coffee.example")


def a_mailbox(address: str, *, inbox: str = "Hello", **facts: object) -> Mailbox:
    return Mailbox.objects.create(address=address, inbox=the_inbox(inbox), **facts)


def acknowledging(mailbox: Mailbox) -> Mailbox:
    """It tells everybody that their letters have come."""
    Acknowledgement.objects.create(inbox=mailbox.inbox, is_on=True)
    listen_to_openings()
    return mailbox


def a_letter(
    text: str = "Hi, my grinder has not come yet.",
    *,
    sender: str = "Ada Moreau <ada@example.com>",
    to: str = "hello@coffee.example",
    subject: str = "Where is my order?",
    **headers: str,
) -> bytes:
    """A letter as a mail program writes it; `in_reply_to="<…>"` becomes a header."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    if "message_id" not in headers:
        letter["Message-ID"] = f"<{abs(hash((text, sender, subject, to)))}@example.com>"
    letter.set_content(text)
    return letter.as_bytes()


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, settings: object, transactional_db: None) -> Iterator[int]:
    """The port of our SMTP listener, open as long as the test runs."""
    port = free_port()
    settings.SMTP_LISTEN = ("127.0.0.1", port)
    stop = threading.Event()
    listener = threading.Thread(target=smtp.listen, args=[stop])
    listener.start()
    wait_until(lambda: _answers(port))
    yield port
    stop.set()
    listener.join()


def send(port: int, content: bytes, *, to: str = "hello@coffee.example", sender: str = "ada@example.com") -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail(sender, to.split(), content)


def keep(content: bytes, mailbox: Mailbox, **facts: object) -> InboundLetter:
    """The letter in the ledger, as if it had come by SMTP."""
    from regulars.channels.email.keeping import Arrival
    from regulars.channels.email.keeping import keep as keep_all

    keep_all([Arrival(content=content, source="smtp", mailbox_id=mailbox.pk, **facts)])
    return InboundLetter.objects.order_by("-pk")[0]


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.1).close()
    except OSError:
        return False
    return True
