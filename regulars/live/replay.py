"""What was told while nobody listened, read again from the timeline."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import connections

from regulars.live.wire import Notice

OVERLAP = 200  # positions: they may commit out of order, so a resume begins a little earlier
LARGEST_GAP = 1000  # notices; after more than that a page does better to look anew

Result = TypeVar("Result")
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


class Missed(NamedTuple):
    notices: list[Notice]
    is_too_much: bool
    position: int


async def in_thread(ask: Callable[..., Result], *words: Any) -> Result:
    """Ask the database beside the event loop, and give the connection back."""

    def asked() -> Result:
        try:
            return ask(*words)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_threads, asked)


def position() -> int:
    """Where the timeline stands."""
    return _timeline().position()


def missed(after: int) -> Missed:
    """What somebody who has seen everything up to `after` may have missed, oldest first."""
    newest = position()
    if after > newest:  # a restored backup, or a made-up number
        return Missed([], True, newest)
    told = _timeline().since(max(0, after - OVERLAP), limit=LARGEST_GAP + OVERLAP + 1)
    if len(told) > LARGEST_GAP + OVERLAP:
        return Missed([], True, newest)
    return Missed([Notice.of(each) for each in told], False, newest)


def _timeline() -> ModuleType:
    """The module named by `settings.LIVE_REPLAY`, which stands on a higher floor."""
    return import_module(settings.LIVE_REPLAY)
