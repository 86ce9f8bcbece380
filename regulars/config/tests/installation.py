"""An installation on a data folder of its own, run as a person runs it: by commands, in real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from bench.house import free_port
from regulars.config import environment
from regulars.config.database import running
from regulars.config.ports import is_answering
from tests.waiting import PATIENCE, wait_until


class Installation:
    def __init__(self, data: Path, **surroundings: str) -> None:
        self.data = data
        self.port, self.smtp_port = free_port(), free_port()
        self.surroundings = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REGULARS_PROCESS"}},
            "PYTHONPATH": str(environment.ROOT),
            "REGULARS_DATA": str(data),
            "REGULARS_PORT": str(self.port),
            "REGULARS_SMTP_PORT": str(self.smtp_port),
            "REGULARS_WORLD": "none",
            **surroundings,
        }
        self.output = data.with_suffix(".output")
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
        """`bin/regulars …`, to its end."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "regulars.config.command_line", *words],
            env=self.surroundings | surroundings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def start(self) -> str:
        """`bin/run`, until it says that it is running and takes letters in; what it has said."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "regulars.config.command_line", "run"],
                env=self.surroundings,
                stdout=output,
                stderr=output,
            )
        wait_until(lambda: "is running" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        wait_until(self.is_well)  # where all are busy it goes on without SMTP, which comes a moment later
        return self.said

    @property
    def said(self) -> str:
        return self.output.read_text()

    def stop(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def kill(self, name: str, sign: signal.Signals = signal.SIGKILL) -> None:
        """`kill -9`, then wait until another one has taken its place."""
        before = self.process_id(name)
        os.kill(before, sign)
        wait_until(lambda: self.process_id(name) not in (None, before) and self.is_well())

    def process_id(self, name: str) -> int | None:
        return int((self.data / "run" / f"{name}.lock").read_text() or 0) or None

    def is_well(self) -> bool:
        """Whether the database, web and SMTP answer."""
        try:
            with self.connect() as session:
                session.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return all(is_answering("127.0.0.1", port) for port in (self.port, self.smtp_port))

    def connect(self, database: str = "regulars") -> psycopg.Connection:
        """A session in its database, or in another of its server, past Django."""
        with self._as_ours():
            return psycopg.connect(environment.database_url(), dbname=database, autocommit=True)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        """A session in its database while nothing else of it runs."""
        with self._as_ours(), running("a test", is_durable=False), self.connect() as session:
            yield session

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REGULARS_DATA", str(self.data))
            patch.delenv("DATABASE_URL", raising=False)
            yield
