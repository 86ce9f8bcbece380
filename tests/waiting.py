"""Until another process or thread has done it: what is waited for can be seen, and nobody guesses how long it takes."""

import time
from collections.abc import Callable

PATIENCE = 150.0  # seconds, far longer than anything takes, even on a busy machine


def wait_until(is_so: Callable[[], object]) -> None:
    """Returns as soon as it is so. Raises AssertionError after PATIENCE."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "It never came."
        time.sleep(0.02)
