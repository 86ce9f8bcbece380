"""A connection to the product's database beside Django's, for those who sit and listen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

# A peer that vanished without a goodbye is noticed within about half a minute.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


def connection_facts() -> dict[str, Any]:
    """What `psycopg.connect` needs to reach the same database as Django."""
    facts = connections["default"].get_connection_params()
    for django_only in ("cursor_factory", "context"):
        facts.pop(django_only, None)
    return {"connect_timeout": 5, **KEEPALIVES, **facts}


@contextmanager
def turn(name: int) -> Iterator[psycopg.Connection | None]:
    """Hold a lock that one of all processes has at a time; None when another one has it.

    It is lost with the connection: who works for long asks that now and then, and takes a psycopg.Error for the end.
    """
    with psycopg.connect(**connection_facts(), autocommit=True) as session:
        (is_ours,) = session.execute("SELECT pg_try_advisory_lock(%s)", [name]).fetchone()
        yield session if is_ours else None
