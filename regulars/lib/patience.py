"""Questions that may need more than an index: they are given so much time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


class TookTooLong(OperationalError):
    """The database has not found the answer in time."""


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Give each statement inside so much time. Raises TookTooLong, and a transaction around it goes on as if nothing was asked."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            yield
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise TookTooLong(*error.args) from error
