"""The database for a command: the server that runs already, or the embedded one for as long as the command lasts."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from regulars.config import environment, locks
from regulars.config.child import lock_path
from regulars.config.postgres import Server, is_ready


@contextmanager
def running(purpose: str, *, is_durable: bool = True) -> Iterator[None]:
    """The database, for as long as the block lasts: the one that is running already, or else one of our own."""
    if not environment.is_embedded():
        yield
        return
    environment.make_data_folder()
    guests = locks.open_lock(lock_path("guests"))
    owner = locks.open_lock(lock_path("owner"))
    try:
        if _is_guest(owner, guests):
            yield
            return
        locks.write_holder(owner, f"{os.getpid()} {purpose}")
        server = Server(is_durable=is_durable)
        try:
            server.start()
            yield
        finally:
            locks.try_lock(guests, seconds=float("inf"))  # others may have joined: they finish first
            server.stop()
    finally:
        os.close(owner)
        os.close(guests)


def _is_guest(owner: int, guests: int) -> bool:
    """Join the server that runs already; False when there is none and the owner's lock is now ours."""
    folder = environment.data_folder() / "postgres" / "data"
    while not locks.try_lock(owner):
        if is_ready(folder) and locks.try_lock(guests, shared=True):
            return True
        time.sleep(0.05)
    return False
