"""Many letters, one commit: those that arrive while a transaction is written go together into the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, connection, connections

from regulars.channels.email.keeping import Arrival, keep

log = logging.getLogger(__name__)

LARGEST_GROUP = 64 * 1024 * 1024  # bytes


class GroupCommit:
    """Keeps letters through one thread with one connection. `await keep(…)` returns when they are on disk."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="letters in")
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, arrivals: Sequence[Arrival]) -> None:
        """Raises what the database raises: then nothing is kept, and the sender must be told to try again."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await written

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, connections.close_all)
        self._thread.shutdown()

    async def _write_all(self) -> None:
        while self._waiting:
            group = self._next_group()
            try:
                await self._write([each for arrivals, _ in group for each in arrivals])
            except Exception as error:
                if len(group) == 1:
                    _answer(group[0][1], error)
                else:  # one of them may be the reason: each by itself
                    for arrivals, written in group:
                        _answer(written, await self._error_of(arrivals))
            else:
                for _, written in group:
                    _answer(written)

    def _next_group(self) -> list[tuple[Sequence[Arrival], asyncio.Future[None]]]:
        size = count = 0
        for arrivals, _ in self._waiting:
            size += sum(len(each.content) for each in arrivals)
            if count and size > LARGEST_GROUP:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _error_of(self, arrivals: Sequence[Arrival]) -> Exception | None:
        try:
            await self._write(arrivals)
        except Exception as error:
            return error
        return None

    async def _write(self, arrivals: Sequence[Arrival]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, keep_reconnecting, arrivals)


def keep_reconnecting(arrivals: Sequence[Arrival]) -> None:
    """`keep`, once more on a new connection when the old one broke: keeping twice is harmless."""
    try:
        keep(arrivals)
    except (OperationalError, InterfaceError):
        connection.close()
        keep(arrivals)


def _answer(written: asyncio.Future[None], error: Exception | None = None) -> None:
    if written.done():  # the sender is gone
        return
    if error:
        written.set_exception(error)
    else:
        written.set_result(None)
