"""Visitors in front of a widget, each a browser of its own: they listen, and write until what they wrote is acknowledged."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from random import Random
from typing import Any
from uuid import uuid4

PATIENCE = 20.0  # seconds until a browser gives a request up
LONGEST_PAUSE = 30.0  # seconds between two tries, as in the panel


class Panel:
    """An open chat. It comes back as the page's script does, and tells what was lost or came twice."""

    def __init__(self, number: int, *, port: int, path: str, token: str, random: Random) -> None:
        # Each has an address of its own, as visitors have: one house with 2,500 of them would be asked to wait.
        self.host = f"127.1.{number // 250}.{number % 250 + 1}"
        self.port, self.path, self.token, self.random = port, path, token, random
        self.heard: dict[str, float] = {}  # what a line says → when it came
        self.last, self.twice, self.gaps = 0, 0, 0
        self.is_there = asyncio.Event()
        self.news = asyncio.Event()

    async def stay(self) -> None:
        """Listen until cancelled, through whatever happens to the desk."""
        failures = 0
        while True:
            with suppress(OSError, EOFError, TimeoutError, ValueError, IndexError):  # also half of an answer
                reader, writer = await self._ask("GET", "/stream", **{"Last-Event-ID": str(self.last)})
                try:
                    failures = 0 if await self._listen(reader) else failures
                finally:
                    writer.close()
            self.is_there.clear()
            await asyncio.sleep(min(LONGEST_PAUSE, 2.0**failures) * self.random.uniform(0.5, 1))
            failures += 1

    async def write(self, text: str) -> float:
        """Send it until the desk has it. Returns when it was sent first."""
        began, said, failures = time.perf_counter(), json.dumps({"id": str(uuid4()), "text": text}).encode(), 0
        while True:
            status = await self.send("POST", f"{self.path}/messages", said, {"Authorization": f"Bearer {self.token}"})
            if status == 202:
                return began
            await asyncio.sleep(min(LONGEST_PAUSE, 2.0**failures) * self.random.uniform(0.5, 1))
            failures += 1

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of an answer; 0 when none came."""
        with suppress(OSError, EOFError, ValueError, TimeoutError, IndexError):
            async with asyncio.timeout(PATIENCE):
                _reader, writer, status = await self._request(method, path, headers, body)
                writer.close()
                return status
        return 0

    async def _ask(self, method: str, what: str, **headers: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        signed = {"Authorization": f"Bearer {self.token}", **headers}
        async with asyncio.timeout(PATIENCE):
            reader, writer, status = await self._request(method, self.path + what, signed, b"")
        if status != 200:
            writer.close()
            raise EOFError(status)
        return reader, writer

    async def _request(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.host, 0))
        said = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        try:
            status = int((await reader.readline()).split()[1])
        except BaseException:
            writer.close()
            raise
        return reader, writer, status

    async def _listen(self, reader: asyncio.StreamReader) -> bool:
        """Whether the desk has greeted."""
        event = ""
        while line := await self._line(reader):
            if line.startswith(b"event: "):
                event = line[7:].strip().decode()
                if event == "hello":
                    self.is_there.set()
            elif line.startswith(b"data: ") and event == "line":
                self._hear(json.loads(line[6:]))
        return self.is_there.is_set()

    @staticmethod
    async def _line(reader: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(40):  # `wait_for` may swallow that somebody ends this: then nothing ever would
            return await reader.readline()

    def _hear(self, line: dict[str, Any]) -> None:
        position = line["position"]
        self.twice += position <= self.last
        self.gaps += position > self.last + 1
        self.last = max(position, self.last)
        self.heard.setdefault(line["text"], time.perf_counter())
        self.news.set()

    async def until(self, text: str) -> float:
        """When a line with these words came, now or later."""
        while text not in self.heard:
            self.news.clear()
            await self.news.wait()
        return self.heard[text]
