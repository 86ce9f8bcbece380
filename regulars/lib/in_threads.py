"""A WSGI application behind an ASGI server: requests go over to its threads whole, and so do answers come back.

Each crossing between a thread and the server's loop costs a fifth of a millisecond of CPU. Handed over in pieces, as they are
read and written, a small page would cross five times.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import IO, Any

from a2wsgi.wsgi import build_environ

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]

AT_ONCE = 1_600_000  # bytes of an answer; of a longer one, a slow reader occupies the thread


class InThreads:
    """So many requests at a time, each in a thread of its own.

    An answer that does not know its length is being made while it is read: its pieces are passed on as they come.
    """

    def __init__(self, app: Wsgi, *, threads: int) -> None:
        self.app, self.threads = app, ThreadPoolExecutor(threads, thread_name_prefix="wsgi")

    async def __call__(self, scope: dict[str, Any], body: IO[bytes], send: Send) -> None:
        loop = asyncio.get_running_loop()

        async def tell(messages: list[Message]) -> None:
            for message in messages:
                await send(message)

        def hand_over(messages: list[Message]) -> None:
            asyncio.run_coroutine_threadsafe(tell(messages), loop).result()

        environ = build_environ(scope, body)  # type: ignore[arg-type]  # any file will do
        await tell(await loop.run_in_executor(self.threads, copy_context().run, self._answer, environ, hand_over))

    def _answer(self, environ: Any, hand_over: Callable[[list[Message]], None]) -> list[Message]:
        """What is left to send when all has been made."""
        begun: list[Message] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            begun[:] = [_start(status, headers)]

        blocks = self.app(environ, start_response)
        try:
            most = AT_ONCE if b"content-length" in dict(begun[0]["headers"]) else 0
            waiting: list[bytes] = []
            size = 0
            for block in blocks:
                waiting.append(block)
                size += len(block)
                if size > most:
                    hand_over([*begun, _body(waiting, more=True)])
                    begun, waiting, size = [], [], 0
            return [*begun, _body(waiting, more=False)]
        finally:
            getattr(blocks, "close", lambda: None)()


def _start(status: str, headers: list[tuple[str, str]]) -> Message:
    written = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": written}


def _body(blocks: list[bytes], *, more: bool) -> Message:
    return {"type": "http.response.body", "body": b"".join(blocks), "more_body": more}
