"""What the routes that answer with a stream of events have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from regulars.live.hub import Subscriber

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

HEARTBEAT_EVERY = 15.0  # seconds
STUCK_AFTER = 60.0  # seconds in which a page takes no byte
HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def begin(send: Send, headers: Headers = ()) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *headers]})


async def write(send: Send, text: bytes) -> None:
    """Raises TimeoutError when the page has stopped reading: it comes back when it lives."""
    async with asyncio.timeout(STUCK_AFTER):
        await send({"type": "http.response.body", "body": text, "more_body": True})


async def end(send: Send) -> None:
    await send({"type": "http.response.body", "body": b""})


async def answer(send: Send, status: int, headers: Headers = ()) -> None:
    """No stream: a status alone."""
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await end(send)


async def tell_when_gone(receive: Receive, subscriber: Subscriber) -> None:
    """Wakes a stream whose page has gone, before whatever waits."""
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.clear()
    subscriber.put(None)
