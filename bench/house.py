"""A Regulars of our own: a database that is dropped after, and the real server processes beside it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from bench import cpu
from regulars.config import environment
from regulars.config.database import running
from regulars.config.progress import Bar

if TYPE_CHECKING:
    import psycopg

SESSIONS_ENDED = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
PATIENCE = 60.0  # seconds for a process to answer


@dataclass
class House:
    """What a bench asks of it."""

    folder: Path
    size: int
    ports: dict[str, int]
    database: int  # process id of the postmaster
    facts: dict[str, Any] = field(default_factory=dict)  # agent, token, cookie
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start web or worker as `bin/run` does, and wait until it answers. Harmless for one that runs."""
        for name in names:
            if name not in self.processes:
                self.processes[name] = spawn(name, folder=self.folder)
                wait_for_port(self.ports[name], self.processes[name])

    def stop(self, *names: str) -> None:
        for name in names or list(self.processes):
            if process := self.processes.pop(name, None):
                end(process)

    def cpu(self) -> float:
        """Seconds that web, worker and database have spent so far."""
        return cpu.spent([self.database, *(process.pid for process in self.processes.values())])


@contextmanager
def opened(*, size: int, like: str | None = None) -> Iterator[House]:
    """A house with so many conversations in it, whose data folder begins as a copy of another if one is named."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-bench-"))
    folder.chmod(0o755)
    ports = {"web": free_port(), "worker": free_port()}
    os.environ |= {
        "REGULARS_DATA": str(folder / "var"),
        "REGULARS_PORT": str(ports["web"]),
        "REGULARS_SMTP_PORT": str(ports["worker"]),
        "DJANGO_SETTINGS_MODULE": "regulars.config.settings",
    }
    if like:
        copy(like, folder / "var")
    try:
        with _database():
            house = House(folder, size, ports, _postmaster())
            try:
                _fill(house)
                yield house
            finally:
                house.stop()
                _leave()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy(like: str, folder: Path) -> None:
    """All of a data folder in which nothing runs, with its owners."""
    subprocess.run(["cp", "-a", like, folder], check=True)


@contextmanager
def _database() -> Iterator[None]:
    """The embedded PostgreSQL in our folder; or, with DATABASE_URL, a database of our own on that server."""
    import psycopg

    given = os.environ.get("DATABASE_URL")
    if not given:
        with running("bench"):
            yield
        return
    name = f"regulars_bench_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        try:
            yield
        finally:
            drop(server, name)


def drop(server: psycopg.Connection, name: str) -> None:
    """End its sessions and drop a database, if it is there.

    Not `DROP … WITH (FORCE)`: that is refused while autovacuum is at work there, whose process only a superuser may end.
    """
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    while server.execute(SESSIONS_ENDED, [name]).fetchone() != (0,):
        time.sleep(0.02)
    server.execute(f"DROP DATABASE {name}")


def _fill(house: House) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from regulars.api.models import ApiToken
    from seeds import bulk
    from seeds.coffee.house import grace, open_house

    inbox = open_house()
    if house.size:
        bulk.load(house.size, inbox=inbox, now=timezone.now(), progress=Bar(f"Writing {house.size:,} conversations"))
        bulk.tidy()
    house.facts = {
        "agent": grace.row,
        "inbox": inbox,
        "token": ApiToken.issue(agent=grace.row, name="bench"),
        "cookie": session_of(grace.row),
    }


def session_of(agent: Any) -> str:
    """The cookie of a browser in which this agent has signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(agent, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _leave() -> None:
    from django.db import connections

    with suppress(Exception):
        connections.close_all()


def _postmaster() -> int:
    """The process from which every session of the database descends."""
    import psycopg

    with psycopg.connect(environment.database_url()) as session:
        (pid,) = session.execute("SELECT pg_backend_pid()").fetchone()
        status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("PPid:")))


def spawn(name: str, *, folder: Path, **more: str) -> subprocess.Popen[bytes]:
    """One of our processes, with its words in a log."""
    surroundings = {**os.environ, "REGULARS_PROCESS": name, "PYTHONUNBUFFERED": "1", **more}
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "regulars.config.command_line", name],
            cwd=environment.ROOT, env=surroundings, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"Nothing answers on port {port}: the process ended with {process.poll()}.")


def wait_until_well(port: int) -> None:
    """Until /health says 200."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            if urlopen(f"http://127.0.0.1:{port}/health", timeout=5).status == 200:
                return
        time.sleep(0.05)
    raise SystemExit(f"/health on port {port} was not well within {PATIENCE:.0f} s.")


def free_port() -> int:
    """Below those that the system gives to connections: nobody is given it while ours is down."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
