"""Letters by SMTP, to our own port: what cannot be kept is refused while the sender's server can still tell the sender."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from regulars.channels.email.directory import Directory, Ours
from regulars.channels.email.group_commit import GroupCommit
from regulars.channels.email.keeping import LARGEST, Arrival
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.smtp_certificate import Certificate, WrongCertificate
from regulars.channels.email.smtp_conversation import Conversation

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 200
MOST_RECIPIENTS = 100
PATIENCE = 300.0  # seconds without a word from the other side
FRESH = 5.0  # seconds for which we remember which addresses are ours


def listen(stop: threading.Event) -> None:
    """Take letters until `stop` is set."""
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_serve(stop))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.new_event_loop


async def _serve(stop: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    host, port = settings.SMTP_LISTEN
    door = server = None
    while server is None and not stop.is_set():
        try:
            door = door or Door()
            server = await loop.create_server(door.conversation, host, port, backlog=256)
        except WrongCertificate as wrong:
            log.error("No letters by SMTP: %s. See REGULARS_SMTP_CERTIFICATE and REGULARS_SMTP_KEY.", wrong)
        except OSError as error:
            log.error("No letters by SMTP: port %s: %s. Choose another with REGULARS_SMTP_PORT.", port, error.strerror)
        if server is None:
            await loop.run_in_executor(None, stop.wait, 10)
    await loop.run_in_executor(None, stop.wait)
    if server:
        server.close()
    if door:
        await door.close()


class Door:
    """What aiosmtpd asks us: may this recipient be written to, and is this letter kept? Raises WrongCertificate."""

    def __init__(self) -> None:
        self._commits = GroupCommit()
        self._directory: Directory | None = None
        self._loaded_at = 0.0
        self._host_name = socket.gethostname()  # asked once: the full name may take seconds to find out
        self._connections = 0
        self.in_hand = 0  # bytes of letters that are coming in
        self._certificate = Certificate(*settings.SMTP_CERTIFICATE) if settings.SMTP_CERTIFICATE else None

    def conversation(self) -> SMTP:
        return Conversation(
            self,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            timeout=PATIENCE,
            hostname=self._host_name,
            ident="Regulars",
            loop=asyncio.get_running_loop(),
            tls_context=self._certificate and self._certificate.context(),
            require_starttls=settings.SMTP_REQUIRES_TLS,
        )

    def comes_in(self) -> bool:
        """Whether one more connection may be opened."""
        if self._connections >= MOST_CONNECTIONS:
            return False
        self._connections += 1
        return True

    def goes_out(self) -> None:
        self._connections -= 1

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host_name: str, answers: list[str]
    ) -> list[str]:
        """Nobody signs in here, though aiosmtpd offers it as soon as the connection is encrypted."""
        session.host_name = host_name
        return [each for each in answers if not each.startswith("250-AUTH")]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients: send the rest in another letter"
        try:
            ours = await self._find(address)
        except (DatabaseError, InterfaceError):
            return "451 4.3.0 Cannot look up recipients now, try again later"
        if ours is None:
            return "550 5.1.1 Nobody here has this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            arrivals = [await self._arrival(envelope, address) for address in envelope.rcpt_tos]
            await self._commits.keep(_once_an_inbox(arrivals))
        except (DatabaseError, InterfaceError) as error:
            log.warning("A letter was put off, the database refused: %s", str(error).strip())
            return "451 4.3.0 Cannot keep the letter now, try again later"
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        log.error("SMTP conversation failed", exc_info=error)
        return "451 4.3.0 Something went wrong here, try again later"

    async def close(self) -> None:
        await self._commits.close()

    async def _arrival(self, envelope: Envelope, address: str) -> tuple[int, Arrival]:
        ours = await self._find(address)
        if ours is None:  # closed since RCPT
            raise DatabaseError(f"{address} is gone")
        return ours.inbox_id, Arrival(
            content=envelope.original_content or b"",
            source=InboundLetter.Source.SMTP,
            mailbox_id=ours.mailbox_id,
            envelope_from=(envelope.mail_from or "").strip("<>"),
            envelope_to=address,
        )

    async def _find(self, address: str) -> Ours | None:
        """Who has this address. One that we do not know is looked up anew: it may have been added just now."""
        is_stale = time.monotonic() - self._loaded_at > FRESH
        if self._directory is None or is_stale or self._directory.find(address) is None:
            self._directory = await asyncio.get_running_loop().run_in_executor(None, _load_directory)
            self._loaded_at = time.monotonic()
        return self._directory.find(address)


def _once_an_inbox(arrivals: list[tuple[int, Arrival]]) -> list[Arrival]:
    """A letter to two addresses of one inbox is one letter there; to two inboxes it is one in each."""
    first: dict[int, Arrival] = {}
    for inbox_id, arrival in arrivals:
        first.setdefault(inbox_id, arrival)
    return list(first.values())


def _load_directory() -> Directory:
    try:
        return Directory.load()
    except (DatabaseError, InterfaceError):
        connection.close()
        return Directory.load()
