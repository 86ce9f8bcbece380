"""Rows are the queues: a drain works on waiting rows, woken by NOTIFY, polling as a fall-back.

A drain is one thread. Two drains with the same `take` share the work: `claim` never gives one row to both.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import psycopg
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from psycopg import sql

from regulars.lib.postgres import connection_facts

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)

LONGEST_PAUSE = 30.0  # seconds, however often it failed
IN_OTHER_HANDS = 5.0  # seconds until it is looked again for what is due and held by somebody else


@contextmanager
def claim(rows: QuerySet[Row], *, limit: int = 1) -> Iterator[list[Row]]:
    """Up to `limit` rows that nobody else is working on, held until the block ends, in one transaction with it.

    When the process dies inside, PostgreSQL lets go of the rows and the next drain takes them.
    """
    with transaction.atomic():
        yield list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, and never in step with others."""
    return min(LONGEST_PAUSE, 0.1 * 2 ** min(failures, 12)) * random.uniform(0.5, 1.0)


class Drain(threading.Thread):
    """Calls `take` until it returns 0 (nothing left), then sleeps until its channel is notified, or `poll` seconds.

    `next_due` tells when something will have to be taken that nobody notifies of: it wakes then, to the second. What was due
    already, and was not there to be taken, somebody else has in hand: it looks again in a while, in case they die.

    `take` works on a row, or a few, in its own transaction and returns how many. A row that cannot be worked on is
    for `take` to mark: what it raises is logged, and tried again after a pause.
    """

    def __init__(
        self,
        name: str,
        *,
        channel: str,
        take: Callable[[], int],
        poll: float = 5.0,
        next_due: Callable[[], datetime | None] | None = None,
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.channel, self.take, self.poll, self.next_due = channel, take, poll, next_due
        self._due: datetime | None = None
        self._looked_at = timezone.now()
        self.failures = 0
        self.has_looked, self._woken, self._stopping = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._take_all()
            connections.close_all()  # a broken one is not kept, and of two dozen drains nearly all sleep
            self.has_looked.set()
            if self.failures:
                self._stopping.wait(pause(self.failures))
            else:
                self._woken.wait(self._nap())

    def wake(self) -> None:
        """There may be something to take."""
        self._woken.set()

    def stop(self) -> None:
        """End after the row in hand. `join` waits for it."""
        self._stopping.set()
        self._woken.set()

    def _nap(self) -> float:
        """Seconds until `next_due`, at most `poll`: clocks may be set, and rows be written without a notice. Drains that began
        together do not look together: few connections serve them all."""
        poll = self.poll * random.uniform(0.8, 1.0)
        if self._due is None:
            return poll
        if self._due <= self._looked_at:
            return min(poll, IN_OTHER_HANDS)
        return min(poll, max((self._due - timezone.now()).total_seconds(), 0.01))

    def _take_all(self) -> None:
        try:
            self._looked_at = timezone.now()
            while not self._stopping.is_set() and self.take():
                self.failures, self._looked_at = 0, timezone.now()
            self._due = self.next_due() if self.next_due else None
            self.failures = 0
        except (DatabaseError, InterfaceError) as error:
            self.failures += 1
            log.warning("%s: the database refused: %s", self.name, str(error).strip(), exc_info=self.failures == 1)
        except Exception:
            self.failures += 1
            log.exception("%s: failed, for the %s. time in a row", self.name, self.failures)


class Bell(threading.Thread):
    """Listens for all drains of a process, on one connection, and wakes them."""

    def __init__(self, drains: Sequence[Drain]) -> None:
        super().__init__(name="bell", daemon=True)
        self.drains = drains
        self.is_listening, self._stopping = threading.Event(), threading.Event()

    def run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                with psycopg.connect(**connection_facts(), autocommit=True) as connection:
                    failures = 0
                    self._listen(connection)
            except psycopg.Error as error:
                self.is_listening.clear()
                failures += 1
                log.warning("bell: not listening, the drains poll: %s", str(error).strip())
                self._stopping.wait(pause(failures))

    def stop(self) -> None:
        self._stopping.set()

    def _listen(self, connection: psycopg.Connection) -> None:
        for channel in {drain.channel for drain in self.drains}:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        self.is_listening.set()
        for drain in self.drains:
            drain.wake()  # for what came while nobody listened
        while not self._stopping.is_set():
            for notice in connection.notifies(timeout=1.0):
                for drain in self.drains:
                    if drain.channel == notice.channel:
                        drain.wake()
