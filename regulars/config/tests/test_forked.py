import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.config import locks
from regulars.config.child import lock_path
from regulars.config.forked import Forked
from tests.waiting import wait_until

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the tests' own process may have threads
SLEEP = 3600.0  # seconds, until it is ended


@pytest.fixture
def fork(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Callable[[], int | None]], Forked]:
    """A copy of this process that does a piece of work."""
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path))

    def start(work: Callable[[], int | None]) -> Forked:
        child = Forked(name="helper", work=work, folder=tmp_path)
        with capsys.disabled():
            child.start()
        return child

    return start


def test_a_copy_works_in_its_folder_and_says_how_it_ended(fork, tmp_path: Path) -> None:
    child = fork(lambda: print(f"I am in {os.getcwd()}.") or 7)

    assert child.process.wait(60) == 7
    assert not child.is_alive
    assert child.last_words() == f"I am in {tmp_path}."


def test_a_log_that_has_grown_long_is_set_aside_while_it_is_written_to(fork, monkeypatch, tmp_path: Path) -> None:
    def say() -> None:
        for number in range(1_000_000):
            print(f"Line {number}", flush=True)
            time.sleep(0.001)

    monkeypatch.setattr("regulars.config.child.LARGEST_LOG", 200)
    child = fork(say)
    aside = child.log.with_suffix(".log.old")
    wait_until(lambda: child.keep_log_small() or aside.exists())
    first = aside.read_text().splitlines()[0]
    wait_until(lambda: child.log.stat().st_size)
    child.process.send_signal(signal.SIGKILL)
    child.process.wait(60)
    assert first == "Line 0" and "\0" not in child.last_words() and "Line 0" not in child.last_words().splitlines()


def test_a_copy_does_not_go_on_as_its_parent(fork) -> None:
    def fail() -> None:
        raise ValueError("spilt coffee")

    child = fork(fail)

    assert child.process.wait(60) == 1
    assert "ValueError: spilt coffee" in child.last_words()
    assert fork(lambda: sys.exit(3)).process.wait(60) == 3


def test_a_copy_has_nothing_of_its_parent_open_but_its_lock(fork, tmp_path: Path) -> None:
    ours = locks.open_lock(tmp_path / "ours")
    assert locks.try_lock(ours)
    child = fork(lambda: print("Ready.") or time.sleep(SLEEP))
    wait_until(child.last_words)
    os.close(ours)

    assert not locks.is_locked(tmp_path / "ours")
    assert locks.is_locked(lock_path("helper"))

    child.process.send_signal(signal.SIGKILL)
    assert child.process.wait(60) == -signal.SIGKILL
    assert not locks.is_locked(lock_path("helper"))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_copy_takes_signals_in_its_own_way(fork, sign: signal.Signals) -> None:
    before = signal.signal(sign, lambda *_: None)
    try:
        child = fork(lambda: time.sleep(SLEEP))
    finally:
        signal.signal(sign, before)

    child.process.send_signal(sign)

    assert child.process.wait(60) == -sign


def test_how_a_copy_ended_is_known_also_where_nobody_wanted_to_know(fork) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as some launchers leave it
    try:
        assert fork(lambda: 7).process.wait(60) == 7
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_copy_has_its_log_also_where_its_parent_may_say_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "stdout", None)  # as where they were closed
    monkeypatch.setattr(sys, "stderr", None)
    child = Forked(
        name="helper",
        work=lambda: print("Ready.") or print("Careful!", file=sys.stderr) or 7,
        folder=tmp_path,
    )

    child.start()

    assert child.process.wait(60) == 7
    assert child.last_words() == "Ready.\nCareful!"


def test_a_copy_is_known_also_to_a_parent_that_is_interrupted_at_its_birth(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path))
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: (pid := fork()) and (signal.raise_signal(signal.SIGINT) or pid))
    child = Forked(name="helper", work=lambda: time.sleep(SLEEP), folder=tmp_path)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs in the background ignores it

    try:
        with pytest.raises(KeyboardInterrupt):
            child.start()
    finally:
        signal.signal(signal.SIGINT, before)

    child.wait_for_end(seconds=0)  # by force
    assert child.process.poll() == -signal.SIGKILL


def test_waiting_for_a_copy_has_an_end(fork) -> None:
    child = fork(lambda: time.sleep(SLEEP))

    with pytest.raises(subprocess.TimeoutExpired):
        child.process.wait(0)
    child.wait_for_end(seconds=0)  # by force

    assert child.process.poll() == -signal.SIGKILL
