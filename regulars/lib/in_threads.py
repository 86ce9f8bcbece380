"""A WSGI application behind an ASGI server: requests go over to its threads whole, and so do answers come back.

Each crossing between a thread and the server's loop costs a fifth of a millisecond of CPU. Handed over in pieces, as they are
read and written, a small page would cross five times.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import IO, Any

from a2wsgi.wsgi import build_environ

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]

AT_ONCE = 1_600_000  # bytes of an answer
STUCK_AFTER = 60.0  # seconds in which nobody reads what a thread is still making


class InThreads:
    """So many requests at a time, each in a thread of its own.

    An answer that knows its length is there already: of a long one, no thread is held while somebody reads slowly. One that
    does not is being made while it is read: its pieces are passed on as they come, by the thread that makes them.
    """

    def __init__(self, app: Wsgi, *, threads: int) -> None:
        self.app, self.threads = app, ThreadPoolExecutor(threads, thread_name_prefix="wsgi")

    async def __call__(self, scope: dict[str, Any], body: IO[bytes], send: Send) -> None:
        loop = asyncio.get_running_loop()

        async def tell(messages: list[Message]) -> None:
            for message in messages:
                await send(message)

        def hand_over(messages: list[Message]) -> None:
            asyncio.run_coroutine_threadsafe(asyncio.wait_for(tell(messages), STUCK_AFTER), loop).result()

        answer = Answer(self.app, build_environ(scope, body), hand_over)  # type: ignore[arg-type]  # any file will do
        try:
            while not answer.is_whole:
                await tell(await loop.run_in_executor(self.threads, copy_context().run, answer.some))
        finally:
            if not answer.is_whole:  # whoever asked has gone
                await loop.run_in_executor(self.threads, answer.close)


class Answer:
    """What the application answers, piece by piece."""

    def __init__(self, app: Wsgi, environ: Any, hand_over: Callable[[list[Message]], None]) -> None:
        self.app, self.environ, self.hand_over = app, environ, hand_over
        self.is_whole, self.knows_length = False, False
        self._begun: list[Message] = []
        self._made: Iterable[bytes] = ()
        self._blocks: Iterator[bytes] | None = None

    def some(self) -> list[Message]:
        """What is to be sent next: all of it, or so much of a long one. With the last of it the answer is closed."""
        try:
            return self._some()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.is_whole = True
        getattr(self._made, "close", lambda: None)()

    def _some(self) -> list[Message]:
        if self._blocks is None:
            self._made = self.app(self.environ, self._start_response)
            self._blocks = iter(self._made)
        waiting: list[bytes] = []
        size = 0
        for block in self._blocks:
            waiting.append(block)
            size += len(block)
            if not self.knows_length:
                self.hand_over(self._said(waiting, more=True))
                waiting = []
            elif size > AT_ONCE:
                return self._said(waiting, more=True)
        last = self._said(waiting, more=False)
        self.close()
        return last

    def _said(self, blocks: list[bytes], *, more: bool) -> list[Message]:
        begun, self._begun = self._begun, []
        return [*begun, {"type": "http.response.body", "body": b"".join(blocks), "more_body": more}]

    def _start_response(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self._begun = [_start(status, headers)]
        self.knows_length = any(name.lower() == "content-length" for name, _value in headers)


def _start(status: str, headers: list[tuple[str, str]]) -> Message:
    written = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": written}
