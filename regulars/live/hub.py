"""One LISTEN connection per web process, shared by all its open pages."""

import asyncio
import json
import logging
from collections import Counter, defaultdict
from typing import Any

import psycopg

from regulars.lib.drain import pause
from regulars.lib.postgres import connection_facts
from regulars.live import replay
from regulars.live.memory import Memory
from regulars.live.notify import CHANNEL
from regulars.live.replay import LARGEST_GAP, OVERLAP, Missed
from regulars.live.visitor import Visitor
from regulars.live.wire import RESYNC, Notice

log = logging.getLogger(__name__)

CHECK_EVERY = 15.0  # seconds
WAITING_LIMIT = 200  # notices for one page that reads slowly


class Subscriber:
    """An open page, and the notices that wait for it: never more than `WAITING_LIMIT`, else it is told to look anew."""

    def __init__(self, visitor: Visitor, topics: frozenset[str]) -> None:
        self.visitor, self.owner, self.topics = visitor, visitor.agent, topics
        self.waiting: asyncio.Queue[Notice | None] = asyncio.Queue(WAITING_LIMIT)

    def wants(self, notice: Notice) -> bool:
        asked = "all" in self.topics or "all" in notice.topics or not self.topics.isdisjoint(notice.topics)
        return asked and self.visitor.may_hear(notice.topics)

    def put(self, notice: Notice | None) -> None:
        try:
            self.waiting.put_nowait(notice)
        except asyncio.QueueFull:
            self.clear()
            self.waiting.put_nowait(RESYNC if notice else None)

    def clear(self) -> list[Notice | None]:
        """Nothing waits any more. Returns what did."""
        return [self.waiting.get_nowait() for _ in range(self.waiting.qsize())]


class Hub:
    """Hears what PostgreSQL tells and passes each notice to the pages that asked for its topics, once."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.is_listening = False
        self.is_closed = False
        self.owners: Counter[int] = Counter()
        self._by_topic: defaultdict[str, set[Subscriber]] = defaultdict(set)

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

    def end(self, agent: int) -> None:
        """End every stream of an agent: their rights have changed, or they are signed out. Those who may come back do."""
        for subscriber in self.subscribers:
            if subscriber.owner == agent:
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

    async def missed(self, after: int | None) -> Missed:
        """What a page that stands at `after` may have missed; nothing for a page that has just been made."""
        if self.is_listening and (after is None or after <= self.memory.newest):
            known = [] if after is None else self.memory.after(after - OVERLAP)
            if known is not None:
                return Missed(known, False, self.memory.newest)
        if after is None:
            return Missed([], False, await replay.in_thread(replay.position))
        return await replay.in_thread(replay.missed, after)

    async def _catch_up(self) -> None:
        is_first = self.memory.complete_after is None
        newest = await replay.in_thread(replay.position) if is_first else self.memory.newest
        since = max(0, newest - LARGEST_GAP) if is_first else newest
        missed = await replay.in_thread(replay.missed, since)
        if is_first or missed.is_too_much:
            complete_after = missed.position if missed.is_too_much else since - OVERLAP
            self.memory.begin(complete_after=complete_after, newest=missed.position)
        for notice in missed.notices:
            self.publish(notice)
        if missed.is_too_much:
            for subscriber in self.subscribers:
                subscriber.clear()
                subscriber.put(RESYNC)

    def _publish_text(self, text: str) -> None:
        try:
            told = json.loads(text)
            if "ended" in told:
                self.end(int(told["ended"]))
            else:
                self.publish(Notice.of(told))
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("live: not a notice: %.200s", text)

    def publish(self, notice: Notice) -> None:
        if not self.memory.add(notice):
            return
        topics = self._by_topic.keys() if "all" in notice.topics else {*notice.topics, "all"}
        for subscriber in set().union(*(self._by_topic[topic] for topic in topics if topic in self._by_topic)):
            if subscriber.visitor.may_hear(notice.topics):
                subscriber.put(notice)
