"""The promise on which everything else stands: what reached us is never lost, and what we say is never said twice."""

import os
import subprocess
import sys
from pathlib import Path

from bench.chaos import not_once

ROOT = Path(__file__).resolve().parents[1]


def test_nothing_is_lost_or_doubled_while_everything_is_killed(first_day: Path) -> None:
    """The short form of `bench/run chaos`, with its own data folder, ports and PostgreSQL."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("REGULARS_", "DATABASE_"))
    }
    command = [sys.executable, "-m", "bench", "chaos", "--like", str(first_day)]
    command += ["--rounds", "3", "--letters", "30", "--replies", "12"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_what_is_missing_or_doubled_is_noticed():
    texts = ["This is letter 1.\n\nHello", "This is letter 2.", "This is letter 2.", "Mine.\n> This is letter 3."]
    broken = not_once("letter", [f"This is letter {number}." for number in (1, 2, 3)], texts)
    assert broken == ["letter “This is letter 2.” is there 2 times", "letter “This is letter 3.” is there 0 times"]
