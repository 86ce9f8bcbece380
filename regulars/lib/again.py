"""What is tried once more because it was nobody's fault."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

P = ParamSpec("P")
T = TypeVar("T")


def again_after_a_deadlock(act: Callable[P, T]) -> Callable[P, T]:
    """A transaction that PostgreSQL gave up because it and another one waited for each other is done once more.

    Goes around `@transaction.atomic`. Within a transaction of somebody else's, they are the ones who have to begin again.
    """

    @wraps(act)
    def done(*args: P.args, **facts: P.kwargs) -> T:
        try:
            return act(*args, **facts)
        except OperationalError as error:
            if connection.in_atomic_block or not isinstance(error.__cause__, DeadlockDetected):
                raise
            return act(*args, **facts)

    return done
