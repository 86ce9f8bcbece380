"""Work that must be kept, whatever becomes of the transaction that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

Result = TypeVar("Result")


def apart(work: Callable[[], Result]) -> Result:
    """Do it outside of any transaction: within one, in a thread with a connection of its own, while we wait.

    The work must not need a row that the caller has locked: they would wait for each other.
    """
    if not connection.in_atomic_block:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(_with_own_connection, work).result()


def _with_own_connection(work: Callable[[], Result]) -> Result:
    try:
        return work()
    finally:
        connections.close_all()
