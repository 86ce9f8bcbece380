"""Two thousand visitors with the chat open, and five hundred who talk: how fast, at what cost, and through fifty accidents."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import psycopg
from django.db.models import QuerySet

from bench import cpu
from bench.asking import percentile
from bench.chatting import Panel
from bench.house import House, free_port, wait_for_port
from bench.live import allow_files
from bench.table import Measure
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Frame, Line, Visitor, Widget
from regulars.channels.chat.tokens import token_of
from regulars.conversations.models import Delivery, Message
from regulars.customers.models import Reaction
from regulars.lib.collecting import collect_seldom
from regulars.lib.postgres import connection_facts

IDLE, BUSY = 2000, 500
EACH = 60.0  # seconds from one message of a busy visitor to the next: a hundred agents answer them, five chats each
SECONDS = 60.0
THINKING = 3.0  # seconds until an agent answers, at most
KILLS = 50
QUIET = 6.0  # seconds from one accident to the next, at most
PATIENCE = 180.0  # seconds for everything to arrive in the end
MOST = 200  # milliseconds in which 99 of 100 are delivered
WEIGHT = 40  # kilobytes for each visitor who is there

# The least it could take: one process that hears of a row by LISTEN and writes a line to the one whom it is for.
BARE = """
import asyncio, sys, psycopg
seats = []
async def serve(reader, writer):
    if await reader.readline():
        seats.append(writer)
        writer.write(b"hello\\n")
async def main():
    connection = await psycopg.AsyncConnection.connect(sys.argv[2], autocommit=True)
    await connection.execute("LISTEN bare")
    async with await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), backlog=2500):
        async for notice in connection.notifies():
            seats[int(notice.payload)].write(b"line\\n")
asyncio.run(main())
"""


def measures(house: House) -> Iterator[Measure]:
    allow_files(IDLE + BUSY + 1500)
    house.start("web", "worker")
    crowd = Crowd(house, _visitors(house), Random(1))
    with asyncio.Runner() as runner:
        floor, bare = runner.run(_floor())
        yield runner.run(crowd.gather(bare))
        yield from runner.run(crowd.talk_a_minute(floor))
        yield runner.run(crowd.through_accidents())


class Crowd:
    """All of them, and the agents who answer."""

    def __init__(self, house: House, visitors: list[Visitor], random: Random) -> None:
        self.house, self.random = house, random
        path = f"/chat/{visitors[0].widget.key}"
        self.panels = [
            Panel(number, port=house.ports["web"], path=path, token=token_of(each), random=random)
            for number, each in enumerate(visitors)
        ]
        self.busy = self.panels[:BUSY]
        self.visitors = [each.pk for each in visitors]
        self.conversations: dict[Panel, int] = {}
        self.desk_is_open = asyncio.Event()
        self.desk: list[tuple[float, str]] = []  # what an open inbox was told, and when
        self.written: Counter[Panel] = Counter()

    async def gather(self, bare: float) -> Measure:
        """Everybody opens the chat."""
        for panel in self.panels[:20]:
            await panel.send("GET", panel.path, b"", {})  # the process has its modules in memory, too
        before, began = self._weight(), time.perf_counter()
        self.seats = [asyncio.create_task(panel.stay()) for panel in self.panels]
        await self._all_there()
        seconds = time.perf_counter() - began
        await asyncio.sleep(1)
        each = (self._weight() - before) / len(self.panels) * 1024
        return Measure(
            name=f"chat: {len(self.panels):,} open chats", size=self.house.size, n=len(self.panels), seconds=seconds,
            megabytes=each * len(self.panels) / 1024, is_kept=each <= WEIGHT,
            promise=f"≤ {WEIGHT} kB each ({each:.0f} kB; bare sockets {bare:.0f} kB)",
        )  # fmt: skip

    async def talk_a_minute(self, floor: list[float]) -> list[Measure]:
        """Each busy visitor asks, and is answered by an agent soon after."""
        await self._begin_to_talk()
        collect_seldom()  # what is measured is not how long the one who measures looks through its own memory
        listener = asyncio.create_task(self._at_the_desk())
        await self.desk_is_open.wait()
        before, began = self.house.cpu(), time.perf_counter()
        told = await asyncio.gather(*(self._chat(panel, until=began + SECONDS) for panel in self.busy))
        wall, spent = time.perf_counter() - began, self.house.cpu() - before
        listener.cancel()
        out = [seconds for asked, answered in told for seconds in answered]
        asked = {
            (self.conversations[panel], at) for panel, (asked, _) in zip(self.busy, told, strict=True) for at in asked
        }
        return [
            self._delivered("chat: an answer, until the visitor has it", out, floor, spent / (2 * len(out)), len(out) / wall),
            self._delivered("chat: a question, until the desk hears of it", self._heard(asked), floor),
        ]  # fmt: skip

    async def through_accidents(self) -> Measure:
        """The same, while web and worker are killed again and again; then whatever was said must be there once."""
        killing = asyncio.create_task(self._kill())
        rounds = await asyncio.gather(*(self._chat(panel, whom=killing) for panel in self.busy))
        await self._settled()
        lost, doubled = await asyncio.to_thread(self._lost_and_doubled)
        for seat in self.seats:
            seat.cancel()
        count = sum(len(asked) + len(answered) for asked, answered in rounds)
        killed = ", ".join(f"{name} {number}" for name, number in sorted(killing.result().items()))
        return Measure(
            name="chat: through accidents", size=self.house.size, n=count, is_kept=not lost and not doubled,
            p50_ms=percentile([each for _, answered in rounds for each in answered], 50) * 1000,
            promise=f"{KILLS} kills ({killed}), of {count:,} lost {lost}, doubled {doubled}: none",
        )  # fmt: skip

    async def _chat(
        self, panel: Panel, *, until: float = 0.0, whom: asyncio.Task[Counter[str]] | None = None
    ) -> tuple[list[float], list[float]]:
        """When each question was sent, and in how many seconds each answer came."""
        asked, answered = [], []
        await asyncio.sleep(self.random.uniform(0, EACH))
        while (not whom.done()) if whom else time.perf_counter() < until:
            self.written[panel] += 1
            text = f"Question {self.written[panel]} of {panel.host}"
            asked.append(await panel.write(text))
            thinking = self.random.uniform(1, THINKING)
            await asyncio.sleep(thinking)
            answered.append(await self._answer(panel, f"Answer {self.written[panel]} to {panel.host}"))
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * (EACH - thinking))
        return asked, answered

    async def _answer(self, panel: Panel, text: str) -> float:
        """An agent sends it, until the desk has it. Returns the seconds until the visitor saw it."""
        headers = {"Authorization": f"Bearer {self.house.facts['token']}", "Idempotency-Key": text}
        path, body = f"/api/conversations/{self.conversations[panel]}/reply", f'{{"text": "{text}"}}'.encode()
        began = time.perf_counter()
        while await panel.send("POST", path, body, headers) != 201:
            await asyncio.sleep(self.random.uniform(0.5, 1.5))
        return await panel.until(text) - began

    async def _begin_to_talk(self) -> None:
        for at in range(0, BUSY, 10):
            await asyncio.gather(*(panel.write(f"Hello from {panel.host}") for panel in self.busy[at : at + 10]))
        found = await asyncio.to_thread(
            lambda: dict(Line.objects.filter(position=1).values_list("visitor", "message__conversation"))
        )
        self.conversations = {panel: found[pk] for panel, pk in zip(self.busy, self.visitors, strict=False)}
        await self._until_none(Reaction.objects.filter(state="waiting"))

    async def _at_the_desk(self) -> None:
        """An open inbox, which hears of everything."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.house.ports["web"], limit=2**20)
        cookie = self.house.facts["cookie"]
        writer.write(f"GET /live?topics=all HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"event: hello"):
                self.desk_is_open.set()
            if b'"message.received"' in line:
                self.desk.append((time.perf_counter(), line.decode()))

    def _heard(self, asked: set[tuple[int, float]]) -> list[float]:
        """Seconds from each question until the desk was told about its conversation."""
        told: dict[int, list[float]] = {}
        for at, line in self.desk:
            number = line.partition("conversation:")[2].partition('"')[0]
            told.setdefault(int(number), []).append(at)
        return [min(at for at in told[conversation] if at >= sent) - sent for conversation, sent in asked]

    async def _kill(self) -> Counter[str]:
        killed: Counter[str] = Counter()
        for number in range(KILLS):
            await asyncio.sleep(self.random.uniform(0.5, QUIET))
            name = self.random.choice(("web", "web", "worker"))
            process = self.house.processes.pop(name)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed[name] += 1
            await asyncio.to_thread(self.house.start, name)
            print(f"accident {number + 1} of {KILLS}", file=sys.stderr)
        return killed

    async def _all_there(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(panel.is_there.wait() for panel in self.panels))

    async def _settled(self) -> None:
        """Until everybody is there again, and nothing waits."""
        await self._all_there()
        await self._until_none(Frame.objects.filter(due_at__isnull=False))
        await self._until_none(Delivery.objects.filter(channel="chat").exclude(state="done"))
        await asyncio.sleep(2)

    async def _until_none(self, waiting: QuerySet[Any]) -> None:
        until = time.perf_counter() + PATIENCE
        while left := await asyncio.to_thread(waiting.count):
            if time.perf_counter() > until:
                raise SystemExit(f"Still waiting after {PATIENCE:.0f} s: {left} of {waiting.model.__name__}.")
            await asyncio.sleep(0.5)

    def _lost_and_doubled(self) -> tuple[int, int]:
        """What is not there once, in the house and in the panels."""
        said = Counter(Message.objects.filter(chat_line__visitor__in=self.visitors).values_list("text", flat=True))
        due = [words for panel in self.busy for words in self._due(panel)]
        lost = sum(not said[words] for words in due)
        lost += sum(words not in panel.heard for panel in self.busy for words in self._due(panel))
        doubled = sum(number - 1 for number in said.values())
        return lost + sum(panel.gaps for panel in self.panels), doubled + sum(panel.twice for panel in self.panels)

    def _due(self, panel: Panel) -> list[str]:
        numbers = range(1, self.written[panel] + 1)
        return [
            f"{what} {each} {to} {panel.host}"
            for each in numbers
            for what, to in (("Question", "of"), ("Answer", "to"))
        ]

    def _weight(self) -> float:
        return cpu.memory(self.house.processes["web"].pid)[0]

    def _delivered(
        self, name: str, seconds: list[float], floor: list[float], spent: float = 0.0, pace: float | None = None
    ) -> Measure:
        late, most = (percentile(seconds, 99) * 1000, max(seconds) * 1000)
        return Measure(
            name=name, size=self.house.size, n=len(seconds), p50_ms=percentile(seconds, 50) * 1000, p95_ms=percentile(seconds, 95) * 1000,
            cpu_ms=spent * 1000 or None, floor_ms=percentile(floor, 50) * 1000, per_second=pace,
            promise=f"p99 ≤ {MOST} (p99 {late:.0f}, most {most:.0f}; floor p99 {percentile(floor, 99) * 1000:.1f})", is_kept=late <= MOST,
        )  # fmt: skip


def _visitors(house: House) -> list[Visitor]:
    widget = Widget(name="Kettle & Crumb", inbox=house.facts["inbox"])
    save_widget(widget, by=None)
    return Visitor.objects.bulk_create(Visitor(widget=widget) for _ in range(BUSY + IDLE))


async def _floor() -> tuple[list[float], float]:
    """Seconds from the commit of a row until one of as many sockets has it, and kilobytes for each of those."""
    port = free_port()
    with ExitStack() as stack:
        facts = psycopg.conninfo.make_conninfo(**connection_facts())
        process = stack.enter_context(subprocess.Popen([sys.executable, "-c", BARE, str(port), facts]))
        stack.callback(process.kill)
        await asyncio.to_thread(wait_for_port, port, process)
        before, streams = cpu.memory(process.pid)[0], []
        for _ in range(BUSY + IDLE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hello\n")
            await reader.readline()
            streams.append((reader, writer))
        each = (cpu.memory(process.pid)[0] - before) / len(streams) * 1024
        times = await asyncio.to_thread(_told, [reader for reader, _ in streams], asyncio.get_running_loop())
        for _, writer in streams:
            writer.close()
        return times, each


def _told(readers: list[asyncio.StreamReader], loop: asyncio.AbstractEventLoop) -> list[float]:
    times = []
    with psycopg.connect(**connection_facts(), autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE said (number int, text text)")
        for number in range(200):
            at = number * 7 % BUSY
            coming = asyncio.run_coroutine_threadsafe(_line(readers[at]), loop)
            began = time.perf_counter()
            with connection.transaction():
                connection.execute("INSERT INTO said VALUES (%s, %s)", [at, "An answer of some words."])
                connection.execute("SELECT pg_notify('bare', %s)", [str(at)])
            times.append(coming.result(20) - began)
            time.sleep(0.03)
    return times


async def _line(reader: asyncio.StreamReader) -> float:
    await reader.readline()
    return time.perf_counter()
