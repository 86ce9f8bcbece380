"""The promise under load: letters in disorder, some of them twice, to two workers at once, become the right conversations."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.storm import misplaced

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.long
def test_a_storm_of_letters_to_two_workers_ends_as_the_right_conversations(template: Path) -> None:
    """The short form of `bench/run storm`, with its own data folder, ports and PostgreSQL."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))
    }
    command = [sys.executable, "-m", "bench", "storm", "--letters", "120", "--like", str(template)]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_what_is_lost_doubled_or_mixed_up_is_noticed():
    said = [("one", "a"), ("two", "a"), ("three", "b"), ("four", "b"), ("five", "c")]
    found = [("one", 1), ("two", 2), ("three", 3), ("three", 3), ("five", 3)]
    assert misplaced(said, found) == [
        "three is there 2 times",
        "four is there 0 times",
        "a is in 2 conversations",
        "conversation 3 holds ['b', 'c']",
    ]
