"""A child process with a log of its own, which ends with its parent and is never left behind."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from regulars.config import environment, locks

LARGEST_LOG = 10 * 1024 * 1024  # bytes; a larger one is set aside
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, from <linux/prctl.h>


class Process(Protocol):
    """What is asked of a process that runs: the part of `subprocess.Popen` that is used here."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...


@dataclass(kw_only=True)
class Child(ABC):
    """One of the processes that make up a running Regulars.

    The child inherits a lock on `run/<name>.lock`. Whoever can take that lock knows that no earlier
    child of that name is alive; whoever cannot knows that the process id written in it is the right one.
    """

    name: str
    asks_to_stop: signal.Signals = signal.SIGTERM
    forces_to_stop: signal.Signals = signal.SIGKILL
    when_orphaned: signal.Signals = signal.SIGKILL
    before_start: Callable[[], None] = lambda: None
    process: Process | None = None

    @abstractmethod
    def _spawn(self, lock: int, log: BinaryIO) -> Process:
        """Start it: with nothing of ours open but the lock and, for what it says, its log."""

    @property
    def log(self) -> Path:
        return environment.data_folder() / "log" / f"{self.name}.log"

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, once an orphan of an earlier run has ended."""
        lock = locks.open_lock(lock_path(self.name))
        try:
            self._outlive_orphan(lock)
            self.before_start()
            locks.write_holder(lock, "")
            with self._opened_log() as log:
                self.process = self._spawn(lock, log)
            locks.write_holder(lock, str(self.process.pid))
        finally:
            os.close(lock)

    def end_orphan(self) -> None:
        """Make sure that none of an earlier run is left."""
        lock = locks.open_lock(lock_path(self.name))
        try:
            self._outlive_orphan(lock)
        finally:
            os.close(lock)

    def ask_to_stop(self) -> None:
        if self.is_alive and self.process:
            self.process.send_signal(self.asks_to_stop)

    def wait_for_end(self, *, seconds: float) -> None:
        """Wait until it has ended; end it by force when it takes too long."""
        if not self.process:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.send_signal(self.forces_to_stop)
            self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8000))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def keep_log_small(self) -> None:
        """Set a large log aside while it is written to: all that write append to it, and go on at its beginning."""
        with suppress(FileNotFoundError):  # somebody may take it away
            if self.log.stat().st_size > LARGEST_LOG:
                with suppress(OSError):  # where the disk is full, it helps that the log itself is emptied
                    shutil.copyfile(self.log, self.log.with_suffix(".log.old"))
                os.truncate(self.log, 0)

    def _opened_log(self) -> BinaryIO:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.keep_log_small()
        return self.log.open("ab")

    def _outlive_orphan(self, lock: int) -> None:
        """Orphans end by themselves at once; one that hangs is ended, so that a crash never needs a person."""
        if locks.try_lock(lock, seconds=0.5):
            return
        for sign in (self.asks_to_stop, self.forces_to_stop, signal.SIGKILL):
            for holder in _holders(lock_path(self.name), lock):
                with suppress(ProcessLookupError):
                    os.kill(holder, sign)
            if locks.try_lock(lock, seconds=5):
                return
        raise environment.Problem(f"The {self.name} process of an earlier run does not end. Restart the machine.")


@dataclass(kw_only=True)
class Program(Child):
    """A child that runs a command."""

    command: list[str]
    folder: Path | None = None
    account: tuple[int, int] | None = None
    surroundings: Mapping[str, str] = field(default_factory=dict)

    def _spawn(self, lock: int, log: BinaryIO) -> subprocess.Popen[bytes]:
        user, group = self.account or (None, None)
        return subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.folder,
            env={**os.environ, **self.surroundings},
            user=user,
            group=group,
            extra_groups=[] if self.account else None,
            pass_fds=(lock,),
            start_new_session=True,  # Ctrl-C reaches the parent alone, which then stops all in order
            preexec_fn=ends_with_parent(self.when_orphaned),
        )


def lock_path(name: str) -> Path:
    return environment.data_folder() / "run" / f"{name}.lock"


def _holders(path: Path, lock: int) -> list[int]:
    """The processes that hold a lock: on Linux all that have it open, elsewhere the one that is named in it."""
    if not Path("/proc/self/fd").exists():
        return [int(holder)] if (holder := locks.read_holder(lock)) else []
    processes = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [process for process in processes if process != os.getpid() and _has_open(process, path.resolve())]


def _has_open(process: int, path: Path) -> bool:
    folder = f"/proc/{process}/fd"
    with suppress(OSError):  # it may end while we look
        return any(os.readlink(f"{folder}/{name}") == str(path) for name in os.listdir(folder))
    return False


def ends_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """What a child calls first, so that it gets this signal when we end. Only Linux can promise it; elsewhere the next start
    ends the orphans."""
    if sys.platform != "linux":
        return None
    control, parent = ctypes.CDLL(None).prctl, os.getpid()

    def arrange() -> None:
        control(SET_PARENT_DEATH_SIGNAL, sign)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
