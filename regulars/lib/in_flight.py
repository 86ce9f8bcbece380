"""Transactions that were under way when something changed: what they did, they did without knowing of it."""

from __future__ import annotations

from django.db import connection

# Who has written holds the lock of their own number until they end; who only reads is not waited for.
_WRITING = """
    SELECT virtualtransaction FROM pg_locks JOIN pg_stat_activity AS backend USING (pid)
    WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted
        AND datname = current_database() AND pid <> pg_backend_pid()
"""


class InFlight:
    """Remembers who wrote when a change was looked at first; whoever begins later knows of the change."""

    def __init__(self) -> None:
        self._change: object = None
        self._left: set[str] = set()

    def have_landed(self, change: object) -> bool:
        """Whether all who wrote when we first looked at this change, which is committed, have ended. Ask again until they have."""
        if change != self._change:
            self._change, self._left = change, _writing()
        elif self._left:
            self._left &= _writing()
        return not self._left

    @property
    def is_awaited(self) -> bool:
        return bool(self._left)


def _writing() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return {virtual for (virtual,) in cursor.fetchall()}
