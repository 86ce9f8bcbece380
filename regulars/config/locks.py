"""Locks on files: they end with the process that holds them, however it ends, so that no stale one can exist."""

import fcntl
import os
import time
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open a lock file, and make it if need be. The lock itself lasts until every copy of the descriptor is closed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, *, shared: bool = False, seconds: float = 0) -> bool:
    """Take the lock, waiting up to so many seconds; False when somebody else keeps it."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)


def is_locked(path: Path) -> bool:
    """Whether somebody holds this lock right now."""
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


def write_holder(descriptor: int, text: str) -> None:
    """Say in the lock file who holds it."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def read_holder(descriptor: int) -> str:
    """Who holds it, in the holder's own words."""
    return os.pread(descriptor, 200, 0).decode(errors="replace").strip()
