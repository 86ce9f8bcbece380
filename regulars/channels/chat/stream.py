"""`GET /chat/KEY/stream`: the lines of one visitor, as server-sent events, until their page goes away.

`Last-Event-ID` is the position of the last line they have: what came since is sent first, so nothing is missed or told twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import DatabaseError

from regulars.channels.chat.limits import STREAMS
from regulars.channels.chat.lines import lines_after, positions_of
from regulars.channels.chat.origins import may_ask
from regulars.channels.chat.state import state_of
from regulars.channels.chat.tokens import visitors_with
from regulars.live import replay, wire
from regulars.live.hub import Hub, Subscriber
from regulars.live.stream import HEADERS, Receive, Send
from regulars.live.together import Together

HEARTBEAT_EVERY = 15.0  # seconds
STUCK_AFTER = 60.0  # seconds in which a page takes no byte
STATE_EVERY = 1.0  # seconds: beside the lines, which wait for nothing
LOOK_AGAIN_AFTER = 4  # heartbeats, should a notice be lost


class Seat(NamedTuple):
    """Where a visitor listens: with a number below zero, which no agent has."""

    agent: int

    def may_hear(self, topics: frozenset[str]) -> bool:
        return True


class ChatStreams:
    """The route `/chat/KEY/stream`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.whose, self.positions = Together(_whose), Together(positions_of)

    @staticmethod
    def serves(path: str) -> bool:
        return path.startswith("/chat/") and path.endswith("/stream")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin, after = headers.get(b"origin", ""), headers.get(b"last-event-id", "")
        token = headers.get(b"authorization", "").removeprefix("Bearer ")
        if scope["method"] == "OPTIONS":
            return await _answer(send, 204, _preflight(origin))
        try:
            is_own = urlsplit(origin).netloc == headers.get(b"host")  # a page of this very host, whatever it is called
            number = await self.whose((scope["path"].split("/")[2], token, "" if is_own else origin))
        except ValueError:  # an origin that is no address
            return await _answer(send, 401, [])
        except DatabaseError:
            return await _answer(send, 503, _cors(origin))
        if scope["method"] != "GET" or number is None:
            return await _answer(send, 401 if number is None else 405, _cors(origin))
        if self.hub.owners[-number] >= STREAMS:
            return await _answer(send, 429, _cors(origin))
        subscriber = Subscriber(Seat(-number), frozenset([f"chat:{number}"]))  # type: ignore[arg-type]
        self.hub.add(subscriber)
        leaving = asyncio.create_task(_tell_when_gone(receive, subscriber))
        try:
            asked = parse_qs(scope["query_string"].decode("latin-1"))
            stream = _Stream(self, subscriber, number, send, language=_language(asked.get("language", [""])[0]))
            await stream.run(_position(after), _cors(origin), leaving)
        except (DatabaseError, TimeoutError):
            pass  # the page comes back, and says where it stands
        finally:
            leaving.cancel()
            self.hub.remove(subscriber)


class _Stream:
    def __init__(
        self, streams: ChatStreams, subscriber: Subscriber, visitor: int, send: Send, *, language: str
    ) -> None:
        self.hub, self.positions = streams.hub, streams.positions
        self.subscriber, self.visitor, self.send, self.language = subscriber, visitor, send, language
        self.last = 0
        self.state: dict[str, Any] = {}
        self.told_at = 0.0
        self.is_stale = False  # the state may have changed since it was told

    async def run(self, after: int, headers: list[tuple[bytes, bytes]], leaving: asyncio.Task[None]) -> None:
        self.last = after
        first = await self._new_lines()  # before anything is answered: without a database the page shall come back
        await self.send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *headers]})
        await self._write(wire.START + first + wire.event("hello", {"position": self.last}))
        await self._tell_state()
        quiet = 0
        while not (self.hub.is_closed or leaving.done()):  # that they left may be cleared away with the news
            try:
                async with asyncio.timeout(STATE_EVERY if self.is_stale else HEARTBEAT_EVERY):
                    notice = await self.subscriber.waiting.get()
            except TimeoutError:
                if not self.is_stale:
                    quiet += 1
                    missed = b"" if quiet % LOOK_AGAIN_AFTER else await self._new_lines()
                    await self._write(missed + wire.HEARTBEAT)
                if self.is_stale or self.state.get("queue") or self.state.get("typing"):
                    await self._tell_state()
                continue
            if notice is None:
                break
            self.subscriber.clear()
            if lines := await self._new_lines():
                await self._write(lines)
            self.is_stale = True
            if time.monotonic() - self.told_at > STATE_EVERY:
                await self._tell_state()
        await self.send({"type": "http.response.body", "body": b""})

    async def _tell_state(self) -> None:
        """How the talk stands, when that has changed. From here on, what happens to its conversation is heard."""
        self.told_at, self.is_stale = time.monotonic(), False
        # Nearly all who have the chat open have never written: of them there is nothing to ask.
        state = await replay.in_thread(partial(state_of, self.visitor, language=self.language)) if self.last else {}
        number = state.get("conversation")
        if number != self.state.get("conversation"):
            topics = {f"conversation:{number}", f"onlookers:conversation:{number}"} if number else set()
            self.hub.remove(self.subscriber)
            self.subscriber.topics = frozenset({f"chat:{self.visitor}", *topics})
            self.hub.add(self.subscriber)
        if state != self.state:
            self.state = state
            await self._write(wire.event("state", state))

    async def _new_lines(self) -> bytes:
        newest = await self.positions(self.visitor)
        lines = await replay.in_thread(lines_after, self.visitor, self.last) if newest > self.last else []
        self.last = lines[-1]["position"] if lines else self.last
        return b"".join(wire.event("line", line, id=line["position"]) for line in lines)

    async def _write(self, text: bytes) -> None:
        async with asyncio.timeout(STUCK_AFTER):
            await self.send({"type": "http.response.body", "body": text, "more_body": True})


def _whose(several: Sequence[tuple[str, str, str]]) -> list[int | None]:
    """Whose stream each is, by the key of the widget, the token and the origin; None for whoever may not listen."""
    known = visitors_with([token for _, token, _ in several])
    return [
        visitor.pk
        if (visitor := known.get(token)) and visitor.widget.key == key and may_ask(visitor.widget, origin)
        else None
        for key, token, origin in several
    ]


async def _tell_when_gone(receive: Receive, subscriber: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.clear()
    subscriber.put(None)


def _language(asked: str) -> str:
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _position(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    """Any page may read what it is answered: it is answered by the token alone, and never by a cookie."""
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")] if origin else []


def _preflight(origin: str) -> list[tuple[bytes, bytes]]:
    allowed = [(b"access-control-allow-headers", b"authorization, last-event-id"), (b"access-control-max-age", b"600")]
    return [*_cors(origin), *allowed, (b"access-control-allow-methods", b"GET")]


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
