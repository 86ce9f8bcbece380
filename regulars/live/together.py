"""Questions of many pages, put to the database together: when a server comes back, so do all its pages at once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from regulars.live.replay import in_thread

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST = 100  # in one question


class Together(Generic[Key, Value]):
    """Asks at once when nothing is asked; what comes meanwhile is asked as one question after it.

    `ask` gets several keys, and answers each in its place.
    """

    def __init__(self, ask: Callable[[Sequence[Key]], Sequence[Value]]) -> None:
        self._ask = ask
        self._waiting: list[tuple[Key, asyncio.Future[Value]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, key: Key) -> Value:
        """The answer for this key. Raises what the question raised."""
        answer: asyncio.Future[Value] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                several, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._ask_some([each for each in several if not each[1].done()])  # without those who left
        finally:
            self._asking = None

    async def _ask_some(self, several: list[tuple[Key, "asyncio.Future[Value]"]]) -> None:
        try:
            values = await in_thread(self._ask, [key for key, _ in several])
        except Exception as error:
            for _, answer in several:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), value in zip(several, values, strict=True):
            if not answer.done():
                answer.set_result(value)
