"""One LISTEN connection per web process, shared by all its open pages."""

import asyncio
import json
import logging
from collections import Counter, OrderedDict, defaultdict
from typing import Any

import psycopg

from regulars.lib.drain import pause
from regulars.lib.postgres import connection_facts
from regulars.live import replay
from regulars.live.notify import CHANNEL
from regulars.live.wire import RESYNC, Notice

log = logging.getLogger(__name__)

REMEMBERED = 2000  # notices, to tell what was told already
CHECK_EVERY = 15.0  # seconds
WAITING_LIMIT = 200  # notices for one page that reads slowly


class Subscriber:
    """An open page, and the notices that wait for it: never more than `WAITING_LIMIT`, else it is told to look anew."""

    def __init__(self, owner: int, topics: frozenset[str]) -> None:
        self.owner, self.topics = owner, topics
        self.waiting: asyncio.Queue[Notice | None] = asyncio.Queue(WAITING_LIMIT)

    def wants(self, notice: Notice) -> bool:
        return "all" in self.topics or "all" in notice.topics or not self.topics.isdisjoint(notice.topics)

    def put(self, notice: Notice | None) -> None:
        try:
            self.waiting.put_nowait(notice)
        except asyncio.QueueFull:
            self.clear()
            self.waiting.put_nowait(RESYNC if notice else None)

    def clear(self) -> None:
        while not self.waiting.empty():
            self.waiting.get_nowait()


class Hub:
    """Hears what PostgreSQL tells and passes each notice to the pages that asked for its topics, once."""

    def __init__(self) -> None:
        self.position: int | None = None  # the newest notice told; None before the first connection
        self.is_listening = False
        self.is_closed = False
        self.owners: Counter[int] = Counter()
        self._by_topic: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._told: OrderedDict[int, None] = OrderedDict()

    def add(self, subscriber: Subscriber) -> None:
        self.owners[subscriber.owner] += 1
        for topic in subscriber.topics:
            self._by_topic[topic].add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        self.owners[subscriber.owner] -= 1
        self.owners += Counter()  # forget who has none left
        for topic in subscriber.topics:
            self._by_topic[topic].discard(subscriber)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    @property
    def subscribers(self) -> set[Subscriber]:
        return set().union(*self._by_topic.values())

    def close(self) -> None:
        """End every stream. Pages come back to whoever serves next."""
        self.is_closed = True
        for subscriber in self.subscribers:
            subscriber.put(None)

    async def listen(self) -> None:
        """Listen until cancelled, through restarts of PostgreSQL. What was told meanwhile is told then."""
        failures = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**connection_facts(), autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await self._catch_up()
                    self.is_listening, failures = True, 0
                    await self._hear(connection)
            except Exception as error:  # whatever it was, pages must not stay deaf
                failures += 1
                log.warning("live: not listening, trying again: %s", str(error).strip(), exc_info=failures == 5)
            finally:
                self.is_listening = False
            await asyncio.sleep(pause(failures))

    async def _hear(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notification in connection.notifies(timeout=CHECK_EVERY):
                self._publish_text(notification.payload)
            await connection.execute("SELECT 1")  # a connection that died in silence says so now

    async def _catch_up(self) -> None:
        if self.position is None:
            self.position = await replay.in_thread(replay.position)
            known = await replay.in_thread(replay.missed, self.position)
            self._told.update(dict.fromkeys(notice.id for notice in known.notices))
            return
        missed = await replay.in_thread(replay.missed, self.position)
        for notice in missed.notices:
            self.publish(notice)
        if missed.is_too_much:
            self.position = missed.position
            for subscriber in self.subscribers:
                subscriber.clear()
                subscriber.put(RESYNC)

    def _publish_text(self, text: str) -> None:
        try:
            self.publish(Notice.of(json.loads(text)))
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("live: not a notice: %.200s", text)

    def publish(self, notice: Notice) -> None:
        if notice.id is not None and not self._is_new(notice.id):
            return
        topics = self._by_topic.keys() if "all" in notice.topics else {*notice.topics, "all"}
        for subscriber in set().union(*(self._by_topic[topic] for topic in topics if topic in self._by_topic)):
            subscriber.put(notice)

    def _is_new(self, id: int) -> bool:
        if id in self._told:
            return False
        self._told[id] = None
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        self.position = max(self.position or 0, id)
        return True
