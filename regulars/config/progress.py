"""How a command tells a person what it is doing and how long it takes."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

STEPS = 5  # of bin/run: environment, database, tables, demo world, web and worker
WIDTH = 30  # characters of a bar
MOST_TOLD = 20  # troubles of one run


@contextmanager
def step(number: int, words: str) -> Iterator[None]:
    """One line: what is being done, and when it is done how long it took."""
    began = time.monotonic()
    print(f"{number}/{STEPS} {words} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


class Bar:
    """A progress bar on a terminal, nothing at all elsewhere."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.began = self.drawn = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - self.drawn < 0.1 and done < total):
            return
        self.drawn = now
        filled = WIDTH * done // max(total, 1)
        left = (now - self.began) / max(done, 1) * (total - done)
        line = f"{self.words} {'█' * filled}{'░' * (WIDTH - filled)} {done:,} of {total:,}, {left:.0f} s left"
        print(f"\r\033[K{line}", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def tell_troubles(troubles: list[str], what: str) -> int:
    """Say what went wrong, of much the beginning. Returns what the command ends with."""
    if not troubles:
        return 0
    print(f"{len(troubles):,} {what}:", file=sys.stderr)
    for trouble in troubles[:MOST_TOLD]:
        print(f"  {trouble}", file=sys.stderr)
    if len(troubles) > MOST_TOLD:
        print(f"  … and {len(troubles) - MOST_TOLD:,} more", file=sys.stderr)
    return 1
