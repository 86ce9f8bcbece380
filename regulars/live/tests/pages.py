"""Open pages and a real web process, for tests."""

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench.house import free_port
from regulars.config.ports import is_answering
from tests.waiting import PATIENCE, wait_until


@dataclass
class Page:
    """An open page, as far as the stream is concerned: it resumes, and drops the ids it has seen."""

    port: int
    cookie: str
    query: str = "topics=all"
    last: str = ""
    seen: list[int] = field(default_factory=list)
    status: int = 0

    def open(self, method: str = "GET") -> "Page":
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if self.last:
            headers["Last-Event-ID"] = self.last
        self.connection.request(method, f"/live?{self.query}", headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status
        return self

    def drop(self) -> None:
        self.connection.close()
        self.response.close()

    def next(self) -> tuple[str, dict[str, Any]] | None:
        """The next event and its facts, whichever it is; None at the end of the stream."""
        event: dict[str, str] = {}
        while line := self.response.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                event[name] = value
            elif "event" in event:
                self.last = event.get("id", self.last)
                return event["event"], json.loads(event["data"])
        return None

    def change(self) -> int:
        """The position of the next change that this page has not seen. Raises EOFError when none comes."""
        pings = 0
        while (event := self.next()) is not None and pings < 2:
            pings += event[0] == "ping"
            if event[0] == "change" and event[1]["id"] not in self.seen:
                self.seen.append(event[1]["id"])
                return self.seen[-1]
        raise EOFError


@dataclass
class Web:
    """A real web process on the test's database."""

    process: subprocess.Popen[bytes]
    port: int

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def start_web() -> Web:
    port = free_port()
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**connection.settings_dict)
    environment = {**os.environ, "DATABASE_URL": url, "REGULARS_PROCESS": "web"}
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "regulars.config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    web = Web(subprocess.Popen([*command, "--timeout-graceful-shutdown", "600"], env=environment), port)
    wait_until(lambda: web.process.poll() is not None or is_answering("127.0.0.1", port))
    assert web.process.poll() is None, "the web process has ended"
    return web


def signed_in(email: str) -> str:
    client = Client()
    client.force_login(get_user_model().objects.create_user(email=email, password=None, name="Grace"))
    return f"sessionid={client.cookies['sessionid'].value}"


def write(customer: int, number: int) -> int:
    """So many rows on the timeline, untold. Returns the last one's position."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_timelineevent (customer_id, kind, facts, about, by, at)"
            " SELECT %s, 'coffee.poured', '{}', '', 'system', now() FROM generate_series(1, %s) RETURNING id",
            [customer, number],
        )
        return max(row[0] for row in cursor.fetchall())


def cut_listeners() -> int:
    """Take the LISTEN connections of all other processes away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN live', 'SELECT 1')"
        )
        return cursor.fetchone()[0]
