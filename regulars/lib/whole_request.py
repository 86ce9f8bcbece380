"""Requests reach the pages whole: a slow upload holds a connection, never one of the few threads."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], IO[bytes], Send], Awaitable[None]]  # with the body in the place of `receive`

IN_MEMORY = 1024 * 1024  # bytes; more goes to a temporary file
LONGEST_UPLOAD = 600  # seconds


class Refused(Exception):
    """The request's body cannot be taken."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status, self.title = status, title


class WholeRequests:
    """Waits for the last byte of a request before `app` sees the first one.

    A body that never ends is not half stored, a chunked one gets its length, one above `limit` bytes answers 413.
    """

    def __init__(self, app: App, *, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        length = _declared_length(scope)
        if length == 0:
            return await self.app(_without_traps(scope, 0), BytesIO(), send)
        try:
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
                if await self._read(body, length, receive):
                    whole = _without_traps(scope, body.tell())
                    body.seek(0)
                    await self.app(whole, body, send)
        except Refused as refusal:
            await _refuse(refusal, send)

    async def _read(self, body: IO[bytes], length: int | None, receive: Receive) -> bool:
        """Whether the whole body came."""
        if length is not None and length > self.limit:
            raise Refused(413, f"More than {self.limit} bytes")
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    body.write(message.get("body", b""))
                    if body.tell() > self.limit:
                        raise Refused(413, f"More than {self.limit} bytes")
                    if not message.get("more_body"):
                        return True
        except TimeoutError:
            raise Refused(408, "The upload took too long") from None


def _declared_length(scope: dict[str, Any]) -> int | None:
    """The body's length in bytes; None when it is chunked and so unknown yet."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    return int(headers.get(b"content-length", b"0"))


def _without_traps(scope: dict[str, Any], length: int) -> dict[str, Any]:
    """The scope with the true length, and no header that could pass for another.

    WSGI spells `X_Real` and `X-Real` alike, so a client could write what only a proxy may.
    """
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name and name != b"content-length"]
    headers.append((b"content-length", b"%d" % length))
    return {**scope, "headers": headers}


async def _refuse(refusal: Refused, send: Send) -> None:
    text = f'{{"type": "about:blank", "title": "{refusal.title}", "status": {refusal.status}}}'.encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(text))]
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
