"""From the commit of an event to the pages that are open."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

from django.db import transaction

from bench.asking import percentile
from bench.house import House, free_port, session_of, wait_for_port
from bench.table import Measure
from regulars.conversations.events import MessageReceived
from regulars.conversations.models import Message
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.team.models import Agent

CROWDS = (1, 100, 1000)
STREAMS_OF_ONE = 40  # an agent may have fifty
ROUNDS = 20
PAUSE = 0.1  # seconds between two events
LONGEST = 20.0  # seconds

# The least it could take: one process that reads a line and writes it to everybody who is connected.
ECHO = """
import asyncio, sys
everybody = set()
async def serve(reader, writer):
    everybody.add(writer)
    while line := await reader.readline():
        for each in everybody:
            each.write(line)
    everybody.discard(writer)
async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), backlog=2000) as server:
        await server.serve_forever()
asyncio.run(main())
"""


def measures(house: House) -> Iterator[Measure]:
    allow_files(4000)
    house.stop("worker")
    house.start("web")
    cookies = _cookies(max(CROWDS) // STREAMS_OF_ONE + 1)
    for crowd in CROWDS:
        floor = percentile(asyncio.run(_echoed(crowd)), 50)
        times, spent = asyncio.run(_told(house, cookies, crowd))
        yield Measure(
            name=f"live to {crowd}", size=house.size, n=len(times), p50_ms=percentile(times, 50) * 1000,
            p95_ms=percentile(times, 95) * 1000, cpu_ms=spent / ROUNDS * 1000, floor_ms=floor * 1000,
        )  # fmt: skip


async def _told(house: House, cookies: list[str], crowd: int) -> tuple[list[float], float]:
    """Seconds until each stream had each event, and the CPU seconds of all of it."""
    streams = []
    for number in range(crowd):
        reader, writer = await asyncio.open_connection("127.0.0.1", house.ports["web"])
        cookie = cookies[number // STREAMS_OF_ONE]
        writer.write(f"GET /live?topics=inbox HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        streams.append((reader, writer))
    await asyncio.gather(*(_until(reader, b"event: hello") for reader, _ in streams))
    before = house.cpu()
    times = await _rounds([reader for reader, _ in streams], lambda: asyncio.to_thread(_happen), b"message.received")
    spent = house.cpu() - before
    for _, writer in streams:
        writer.close()
    return times, spent


async def _echoed(crowd: int) -> list[float]:
    port = free_port()
    with ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen([sys.executable, "-c", ECHO, str(port)]))
        stack.callback(process.kill)
        wait_for_port(port, process)
        streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(crowd)]
        await asyncio.sleep(0.2)

        async def say() -> float:
            streams[0][1].write(b"message.received\n")
            return time.perf_counter()

        times = await _rounds([reader for reader, _ in streams], say, b"message.received")
        for _, writer in streams:
            writer.close()
        return times


async def _rounds(readers: list[asyncio.StreamReader], happen: object, marker: bytes) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        waiting = [asyncio.create_task(_until(reader, marker)) for reader in readers]
        began = await happen()
        times += [at - began for at in await asyncio.gather(*waiting)]
        await asyncio.sleep(PAUSE)
    return times


async def _until(reader: asyncio.StreamReader, marker: bytes) -> float:
    """When a line with the marker came."""
    async with asyncio.timeout(LONGEST):
        while line := await reader.readline():
            if marker in line:
                return time.perf_counter()
    raise SystemExit("A stream ended.")


def _happen() -> float:
    """A letter has come. Returns when its transaction was about to be committed."""
    newest = Message.objects.filter(kind="in").select_related("conversation").order_by("-pk").first()
    conversation = newest.conversation
    event = MessageReceived(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=newest.pk, channel=newest.channel
    )
    with transaction.atomic():
        record(event, customer=conversation.customer_id, by=Actor("customer", conversation.customer_id))
        return time.perf_counter()


def _cookies(count: int) -> list[str]:
    agents = [Agent(email=f"open{number}@coffee.example", name=f"Open {number}") for number in range(count)]
    return [session_of(agent) for agent in Agent.objects.bulk_create(agents)]


def allow_files(count: int) -> None:
    """Let this process, and those that it starts, have so many files and sockets open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))
