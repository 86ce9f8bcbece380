"""Who is busy and who is out of reach, so that one slow mail server never holds up the letters of the others."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

MOST_AT_ONCE = 3  # letters on their way to one server; one thread less than there are (see config/worker.py)
REST = 20.0  # seconds for a server that did not answer
LONG_REST = 300.0  # seconds for one that fell silent with a letter of ours: it has cost a thread its time


class Traffic:
    """What the threads of this process know of the servers they send through."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: Counter[Hashable] = Counter()
        self._resting: dict[Hashable, float] = {}

    def blocked(self) -> set[Hashable]:
        """The servers that no further letter should be tried with now."""
        now = time.monotonic()
        with self._lock:
            self._resting = {server: until for server, until in self._resting.items() if until > now}
            return {server for server, count in self._busy.items() if count >= MOST_AT_ONCE} | set(self._resting)

    @contextmanager
    def towards(self, server: Hashable) -> Iterator[None]:
        with self._lock:
            self._busy[server] += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy[server] -= 1
                if not self._busy[server]:
                    del self._busy[server]

    def rest(self, server: Hashable, seconds: float = REST) -> None:
        """Leave this server alone for a while."""
        with self._lock:
            self._resting[server] = time.monotonic() + seconds
