"""A mail server at the other end, which writes down every letter it has taken over."""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.message import Message
from random import Random
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.house import PATIENCE


class Taken(NamedTuple):
    message_id: str
    recipients: tuple[str, ...]
    text: str


class Sink:
    """Takes letters over after a moment's thought, so that accidents find some on their way."""

    def __init__(self, *, port: int, random: Random) -> None:
        self.taken: list[Taken] = []
        self._random = random
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self._random.uniform(0, 0.1))
        letter = message_from_bytes(envelope.content)
        self.taken.append(Taken(letter["Message-ID"], tuple(envelope.rcpt_tos), _text(letter)))
        await asyncio.sleep(self._random.uniform(0, 0.05))  # taken over, and the other side does not know it yet
        return "250 OK"


def _text(letter: Message) -> str:
    plain = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return plain.get_payload(decode=True).decode()
