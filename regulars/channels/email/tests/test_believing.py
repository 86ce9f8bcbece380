"""Nobody is told a password or a letter who cannot show to be the server that we mean."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from bench.house import free_port
from regulars.channels.email import imap, postman
from regulars.channels.email.actions import deliver as delivering
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.believing import believed
from regulars.channels.email.checking import check
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.certificates import a_certificate
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink
from regulars.channels.email.traffic import Traffic
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery
from regulars.team.models import Agent
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(delivering, "traffic", Traffic())
    believed.cache_clear()
    yield
    believed.cache_clear()
    postman.connections.close_idle(longer_than=0)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """One that vouches for itself."""
    return a_certificate(tmp_path)


@pytest.fixture(params=["starttls", "tls"])
def stranger(request: pytest.FixtureRequest, certificate: tuple[str, str], db: None) -> Iterator[tuple[Sink, Mailbox]]:
    """A server with that certificate, and a mailbox that sends through it."""
    sink, port, context = Sink(free_port()), free_port(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    facts = (
        {"require_starttls": True, "tls_context": context} if request.param == "starttls" else {"ssl_context": context}
    )
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE, **facts)
    controller.start()
    servers = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": request.param}
    yield sink, a_mailbox("hello@coffee.example", **servers)
    controller.stop()


def test_letters_leave_through_servers_alone_whose_certificate_is_believed(
    stranger: tuple[Sink, Mailbox], certificate: tuple[str, str], grace: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink, mailbox = stranger
    keep(a_letter(), mailbox)
    take_letters()
    reply(Conversation.objects.get(), by=grace, text="Yes.")
    deliver()
    told = "127.0.0.1 shows a certificate that cannot be believed: self-signed certificate."
    assert Delivery.objects.get().error == check(mailbox)[0].words == told and not sink.letters
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])  # whoever runs the house vouches for it
    believed.cache_clear()
    delivering.traffic = Traffic()
    Delivery.objects.update(due_at=Delivery.objects.get().message.created_at)
    deliver()
    assert len(sink.letters) == 1


def test_so_it_is_with_servers_that_letters_are_fetched_from(certificate: tuple[str, str], db: None) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    port = free_port()
    controller = Controller(Sink(port), hostname="127.0.0.1", port=port, ssl_context=context, ready_timeout=PATIENCE)
    controller.start()
    mailbox = a_mailbox("hello@coffee.example", imap_host="127.0.0.1", imap_port=port, imap_security="tls")
    with pytest.raises(ssl.SSLCertVerificationError) as error:
        imap.connect(mailbox)
    controller.stop()
    assert imap.in_words(error.value, mailbox).startswith("127.0.0.1 shows a certificate that cannot be believed")
