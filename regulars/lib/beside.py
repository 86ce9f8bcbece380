"""A process beside this one, for work whose libraries this one need not hold all day. It ends with this one, however that ends."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence


def run_beside(command: Sequence[str], *, timeout: float, **surroundings: str) -> int:
    """What it ends with, waited for. Raises subprocess.TimeoutExpired after so many seconds; it is killed then."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | surroundings) as process:
        try:
            return process.wait(timeout)
        finally:
            process.kill()


def end_with_parent() -> None:
    """Called by the process beside: its input, which nobody writes to, is closed when whoever started it is no more."""
    threading.Thread(target=_end_when_closed, daemon=True).start()


def _end_when_closed() -> None:
    os.read(0, 1)  # sys.stdin would be locked by us when the process ends by itself
    os._exit(1)
