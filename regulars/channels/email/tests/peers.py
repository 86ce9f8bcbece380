"""A mail server that takes our letters, or does what bad ones do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.waiting import PATIENCE


class Sink:
    """Keeps what it is given. `answers` decides what DATA is answered, letter by letter; the last one stays."""

    def __init__(self, port: int) -> None:
        self.letters: list[tuple[list[str], bytes]] = []
        self.tried = 0
        self.answers: list[str | Callable[[SMTP], str]] = ["250 OK"]
        self.refuses: dict[str, str] = {}
        self.most_recipients = 100
        self.sessions = 0
        self.waits = threading.Event()
        self.waits.set()
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
        self.port = port

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self.waits.set()
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = name
        return answers

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        if len(envelope.rcpt_tos) >= self.most_recipients:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tried += 1
        while not self.waits.is_set():
            await asyncio.sleep(0.01)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        said = answer(server) if callable(answer) else answer
        if said.startswith("250"):
            self.letters.append((list(envelope.rcpt_tos), envelope.original_content or b""))
        return said


def hang_up_before_answering(server: SMTP) -> str:
    """The letter is there, the answer never leaves."""
    server.transport.close()
    return "451 too late"


def hang_up_after_taking(server: SMTP) -> str:
    """The letter is kept; "250" gets lost."""
    server.transport.close()
    return "250 OK"
