"""What is done by a process beside this one ends with it."""

import subprocess
import sys
from select import select

import pytest

from regulars.lib.beside import run_beside
from tests.waiting import PATIENCE

FOLLOWS = "from regulars.lib.beside import end_with_parent; end_with_parent()"
SLEEPS = f"{FOLLOWS}; import os, time; print(os.getpid(), flush=True); time.sleep(600)"
STARTS = f"import sys; from regulars.lib.beside import run_beside; run_beside([sys.executable, '-c', {SLEEPS!r}], timeout=600)"


def test_whoever_is_beside_a_killed_process_ends():
    with subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline().strip().isdigit()  # the child is there
        parent.kill()
        assert select([parent.stdout], [], [], PATIENCE)[0] and parent.stdout.read1() == b""  # nobody has it any more


def test_it_is_waited_for_and_killed_when_it_takes_too_long():
    assert (
        run_beside(
            [sys.executable, "-c", f"{FOLLOWS}; import os; raise SystemExit(int(os.environ['CODE']))"],
            timeout=PATIENCE,
            CODE="3",
        )
        == 3
    )
    with pytest.raises(subprocess.TimeoutExpired):
        run_beside([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.1)
