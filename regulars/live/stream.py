"""`GET /live?topics=conversation:42,inbox`: what changed, as server-sent events, until the page goes away.

`Last-Event-ID`, or `?after=` on the first visit, resumes. A page drops the ids it has seen: a resume overlaps.
"""

import asyncio
import time
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError

from regulars.live import replay, wire
from regulars.live.answering import HEARTBEAT_EVERY, Receive, Send, begin, end, tell_when_gone, write
from regulars.live.hub import Hub, Subscriber
from regulars.live.visitor import Visitor, is_here, visitor_with

CHECK_SESSION_EVERY = 60.0  # seconds
STREAMS_PER_AGENT = 50
MOST_TOPICS = 100


class Live:
    """The route `/live`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        topics = frozenset(filter(None, ",".join(asked.get("topics", [])).split(",")))
        after = headers.get(b"last-event-id") or asked.get("after", [""])[0]
        cookies = headers.get(b"cookie", "")
        if scope["method"] != "GET":
            return await _refuse(send, 405, "Only GET")
        if not 0 < len(topics) <= MOST_TOPICS or (after and not _is_position(after)):
            return await _refuse(
                send, 400, "Say topics=conversation:42,inbox or topics=all, and after=NUMBER if you resume"
            )
        try:
            visitor = await replay.in_thread(_who_is_here, cookies)
        except DatabaseError:
            return await _refuse(send, 503, "The database is away")
        if visitor is None:
            return await _refuse(send, 401, "Sign in first")
        if self.hub.owners[visitor.agent] >= STREAMS_PER_AGENT:
            return await _refuse(send, 429, f"More than {STREAMS_PER_AGENT} streams of one agent")
        subscriber = Subscriber(visitor, topics)
        self.hub.add(subscriber)
        leaving = asyncio.create_task(tell_when_gone(receive, subscriber))
        try:
            await _Stream(self.hub, subscriber, cookies, send).run(int(after) if after else None)
        except DatabaseError:
            await _refuse(send, 503, "The database is away")
        except TimeoutError:
            pass  # a page that stopped reading; its connection is dropped
        finally:
            leaving.cancel()
            self.hub.remove(subscriber)


class _Stream:
    def __init__(self, hub: Hub, subscriber: Subscriber, cookies: str, send: Send) -> None:
        self.hub, self.subscriber, self.cookies, self.send = hub, subscriber, cookies, send
        self.replayed: frozenset[int] = frozenset()
        self.checked_at = time.monotonic()

    async def run(self, after: int | None) -> None:
        """Greet, replay, then pass on what comes. The subscription stands already, so nothing falls in between."""
        await self._start(after)
        while not self.hub.is_closed:
            try:
                async with asyncio.timeout(HEARTBEAT_EVERY):
                    notice = await self.subscriber.waiting.get()
            except TimeoutError:
                await write(self.send, wire.HEARTBEAT)
            else:
                if notice is None:
                    break
                if notice.id not in self.replayed:
                    await write(self.send, notice.bytes)
            if not await self._is_still_welcome():
                break
        await end(self.send)

    async def _start(self, after: int | None) -> None:
        missed = await self.hub.missed(after)
        wanted = [notice for notice in missed.notices if self.subscriber.wants(notice)]
        self.replayed = frozenset(notice.id for notice in wanted if notice.id is not None)
        opening = (
            wire.START
            + (wire.RESYNC.bytes if missed.is_too_much else wire.joined(wanted))
            + wire.hello(missed.position)
        )
        await begin(self.send)
        await write(self.send, opening)

    async def _is_still_welcome(self) -> bool:
        """Once in a while, whether the session still stands."""
        if time.monotonic() - self.checked_at < CHECK_SESSION_EVERY:
            return True
        self.checked_at = time.monotonic()
        if self.hub.is_listening:
            self.replayed = frozenset()  # the hub has told those too by now, and tells nothing twice
        try:
            return await replay.in_thread(_who_is_here, self.cookies) is not None
        except DatabaseError:
            return True  # ask again in a minute


def _who_is_here(cookies: str) -> Visitor | None:
    if (visitor := visitor_with(cookies)) is not None:
        is_here(visitor.agent)
    return visitor


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


async def _refuse(send: Send, status: int, title: str) -> None:
    text = f'{{"type": "about:blank", "title": "{title}", "status": {status}}}'.encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(text))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
