"""`parse` with an end: letters are read in a process beside this one, which the kernel ends when one takes too long.

No thread could do that: a regular expression or the sanitiser, once begun, is interrupted by nothing in its own process.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import BinaryIO

from regulars.channels.email.letter import Letter
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.parse import parse

LONGEST = 20.0  # seconds of CPU for one letter, so that a busy machine makes none unreadable; 50 MB take up to 7
TOO_LONG = "This letter takes too long to read: only its headers were read, the rest is in the original."


def parse_apart(raw: bytes) -> Letter:
    """The letter in some bytes, as `parse` reads it, within LONGEST seconds.

    One that takes longer is read by its headers alone, and `error` says so. Raises ChildProcessError when somebody ended
    the process beside us: try again.
    """
    letter = _reader.read(raw)
    if letter is None:
        _, body_start = read_header_block(raw, 0, len(raw))
        letter = replace(_reader.read(raw[:body_start]) or Letter(), error=TOO_LONG)
    return letter


class Reader:
    """The process beside this one: begun with the first letter, gone when nobody holds its other end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes) -> Letter | None:
        """The letter, or None when reading it took too long."""
        with self._lock:
            process, self._process = self._process or _begin(), None  # one that is interrupted is not asked again
            try:
                pickle.dump((raw, LONGEST), process.stdin)
                process.stdin.flush()
                letter = pickle.load(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                process.kill()
                process.communicate()
            else:
                self._process = process
                return letter
        if process.returncode == -signal.SIGPROF:
            return None
        raise ChildProcessError(f"the reader of letters was ended with status {process.returncode}")


def _begin() -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C is for us, and what we have in hand is read to its end."""
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


_reader = Reader()
os.register_at_fork(after_in_child=lambda: globals().update(_reader=Reader()))  # two may not talk on one line


def answer(questions: BinaryIO, answers: BinaryIO) -> None:
    """Read letter after letter until nobody asks. SIGPROF ends us, in the midst of anything, as it does by itself."""
    while True:
        try:
            raw, seconds = pickle.load(questions)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        letter = parse(raw)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pickle.dump(letter, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
