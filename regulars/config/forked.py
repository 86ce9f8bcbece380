"""A child that begins as a copy of this process: what is loaded here, it has without loading, in memory that both share."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NoReturn, TextIO

from regulars.config.child import Child, ends_with_parent

OURS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # which the copy must not take as its parent does

PR_SET_NAME = 15  # from <linux/prctl.h>; it takes 15 bytes


class Copy:
    """A process that was forked off, asked as a `subprocess.Popen` is."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None

    def poll(self) -> int | None:
        """Its exit code once it has ended, negative for the signal that ended it."""
        if self.code is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if found else None
        return self.code

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises `subprocess.TimeoutExpired` when it has not ended after so many seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() >= until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)


@dataclass(kw_only=True)
class Forked(Child):
    """A child that does a piece of work and ends with the exit code that it returns.

    To be started while this process has a single thread, and no connection that a copy would share.
    """

    work: Callable[[], int]
    folder: Path

    def _spawn(self, lock: int, log: BinaryIO) -> Copy:
        arrange = ends_with_parent(self.when_orphaned)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where it is ignored, nobody learns how a copy has ended
        if sys.stdout:  # there is none where it was closed
            sys.stdout.flush()  # else the copy would say once more what waits to be written
        before = signal.pthread_sigmask(signal.SIG_BLOCK, OURS)
        try:
            if not (pid := os.fork()):
                self._live(lock, log.fileno(), arrange)
            self.process = copy = Copy(pid)  # before we may be told to stop, and it with us
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return copy

    def _live(self, lock: int, log: int, arrange: Callable[[], None] | None) -> NoReturn:
        """All that the copy does. Whatever happens, it does not go on as if it were its parent."""
        code = 1
        try:
            if arrange:
                arrange()
            _name(self.name)
            os.setsid()  # Ctrl-C reaches the parent alone, which then stops all in order
            self._leave_behind(lock, log)
            os.chdir(self.folder)
            code = self.work()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _leave_behind(self, lock: int, log: int) -> None:
        """What is the parent's alone: its terminal, its files and locks, and how it takes signals."""
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        for number in {int(name) for name in os.listdir("/dev/fd")} - {0, 1, 2, lock}:
            with suppress(OSError):  # the one that listed them is closed already
                os.close(number)
        sys.stdout, sys.stderr = _unbuffered(1), _unbuffered(2)
        for sign in OURS:
            if signal.getsignal(sign) != signal.SIG_IGN:
                signal.signal(sign, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, OURS)


def _unbuffered(descriptor: int) -> TextIO:
    return TextIOWrapper(FileIO(descriptor, "w", closefd=False), errors="backslashreplace", write_through=True)


def _name(name: str) -> None:
    """What `top` calls this process: its command line stays that of its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode(), 0, 0, 0)
