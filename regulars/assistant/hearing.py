"""What a model says, heard while it still says it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

REFUSED = (400, 404, 422, 500, 501)  # how servers say that they do not stream, or not when there are tools
OUTPUT = "final_result"  # what a model calls to give the output that it was asked for


class Listener:
    """Puts down each new part of the output, as far as it can be read."""

    def __init__(self) -> None:
        self.parts: SimpleQueue[Any] = SimpleQueue()
        self.has_heard = False

    async def told_by(self, run: Callable[..., Awaitable[Any]]) -> Any:
        """Let it say all of it. One that says nothing as a stream is asked again for the whole: not every server can do both."""
        from pydantic_ai.exceptions import ModelHTTPError, UnexpectedModelBehavior

        try:
            return await run(event_stream_handler=self._hear)
        except (UnexpectedModelBehavior, ModelHTTPError) as error:
            if self.has_heard or getattr(error, "status_code", 400) not in REFUSED:
                raise
        return await run()

    async def _hear(self, _context: Any, events: Any) -> None:
        from pydantic_ai.messages import PartDeltaEvent, PartStartEvent, ToolCallPart

        said: dict[int, Any] = {}
        async for event in events:
            self.has_heard = True
            if isinstance(event, PartStartEvent):
                said[event.index] = event.part
            elif isinstance(event, PartDeltaEvent) and event.index in said:
                said[event.index] = event.delta.apply(said[event.index])
                part = said[event.index]
                if isinstance(part, ToolCallPart) and part.tool_name == OUTPUT and "}" in str(event.delta.args_delta):
                    with suppress(ValueError):  # no JSON: it is told so when it has ended
                        self.parts.put(so_far(part.args))


def so_far(args: Any) -> Any:
    """What there is of them, up to what ends last: nothing is cut off in the middle."""
    from pydantic_core import from_json

    return from_json(args[: args.rindex("}") + 1], allow_partial=True) if isinstance(args, str) else args


def listening(ask: Callable[[Listener], Awaitable[Any]], *, heard: Callable[[Any], None]) -> Any:
    """What it says in the end. Meanwhile `heard` is told the parts, in this thread: it may ask the database."""
    listener = Listener()
    with ThreadPoolExecutor(1, thread_name_prefix="hearing") as beside:
        asked = beside.submit(lambda: asyncio.run(ask(listener)))  # type: ignore[arg-type]
        asked.add_done_callback(lambda _asked: listener.parts.put(None))
        while (part := listener.parts.get()) is not None:
            heard(part)
        return asked.result()
