"""Everything that `bin/run` starts: how long until it is well, and how much memory it holds at rest."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import cpu
from bench.house import House, end, free_port, spawn, wait_until_well
from bench.table import Measure

REST = 40  # seconds, until connections that nobody needs are given back
MOST = 300  # MB
LONGEST_START = 5  # seconds, the second time


@dataclass
class Run:
    """`bin/run` on a data folder of its own, with the embedded PostgreSQL."""

    folder: Path

    def start(self) -> float:
        """Seconds until everything is well."""
        port = free_port()
        surroundings = {"REGULARS_DATA": str(self.folder / "var"), "REGULARS_PORT": str(port), "DATABASE_URL": ""}
        surroundings["REGULARS_SMTP_PORT"] = str(free_port())
        began = time.perf_counter()
        self.process = spawn("run", folder=self.folder, **surroundings)
        wait_until_well(port)
        return time.perf_counter() - began


def measures(house: House) -> Iterator[Measure]:
    folder = house.folder / "rest"
    folder.mkdir(mode=0o755)
    run = Run(folder)
    try:
        first = run.start()
        end(run.process)
        second = run.start()
        time.sleep(REST)
        yield Measure(name="first start, with the demo world", size=0, n=1, seconds=first)
        kept = {"promise": f"< {LONGEST_START} s", "is_kept": second < LONGEST_START}
        yield Measure(name="second start", size=0, n=1, seconds=second, **kept)
        yield from _memory(run.process.pid)
    finally:
        end(run.process)
        shutil.rmtree(folder, ignore_errors=True)


def _memory(root: int) -> Iterator[Measure]:
    held: dict[str, list[tuple[float, float]]] = {}
    for pid in sorted(cpu.trees([root])):
        kind = "supervisor" if pid == root else cpu.name_of(pid) or "ended"
        held.setdefault(kind, []).append(cpu.memory(pid))
    for kind, sizes in held.items():
        yield Measure(name=f"memory {kind}", size=0, n=len(sizes), megabytes=sum(pss for _, pss in sizes))
    total = sum(pss for sizes in held.values() for _, pss in sizes)
    resident = sum(rss for sizes in held.values() for rss, _ in sizes)
    kept = {"promise": f"< {MOST} MB", "is_kept": total < MOST}
    yield Measure(name="memory of all (PSS)", size=0, n=1, megabytes=total, **kept)
    yield Measure(name="memory of all (RSS, shared pages counted again)", size=0, n=1, megabytes=resident)
