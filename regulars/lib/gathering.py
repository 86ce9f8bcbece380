"""Rows that nobody asks for before their transaction ends can wait, and be written together in one statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Row = TypeVar("Row")
Write = Callable[[list[Row]], None]

_waiting: ContextVar[dict[Write, list] | None] = ContextVar("waiting", default=None)


def write(rows: list[Row], *, by: Write) -> None:
    """`by(rows)`: now, or at the end of the `gathered()` around us, in one call with what others gave it."""
    waiting = _waiting.get()
    if waiting is None:
        by(rows)
    else:
        waiting.setdefault(by, []).extend(rows)


@contextmanager
def gathered() -> Iterator[None]:
    """Write what is given to `write` inside when the block ends well.

    Belongs into one transaction: a part of it that was rolled back and forgiven would be written all the same.
    """
    waiting: dict[Write, list] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for by, rows in waiting.items():
        by(rows)
