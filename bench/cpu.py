"""CPU time and memory of whole process trees, from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds


def spent(roots: Iterable[int], *, but: Iterable[int] = ()) -> float:
    """Seconds of user and system time of these processes, their descendants, and descendants that have ended.

    Those of `but` and of their descendants are left out.
    """
    return sum(_times(pid) for pid in trees(roots) - trees(but)) * TICK


def trees(roots: Iterable[int]) -> set[int]:
    """These processes and all that they have started."""
    parents = {pid: parent for pid in _every() if (parent := _parent(pid)) is not None}
    found = {pid for pid in roots if pid in parents}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def children(parent: int) -> list[int]:
    """The processes that this one has started itself."""
    return [pid for pid in _every() if _parent(pid) == parent]


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional megabytes: shared pages count in full in the first, by their share in the second."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024


def name_of(pid: int) -> str:
    """The name of a process; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def words_of(pid: int) -> str:
    """What a process is called with, or calls itself, as each session of PostgreSQL does; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _every() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _parent(pid: int) -> int | None:
    stat = _stat(pid)
    return int(stat[1]) if stat else None


def _times(pid: int) -> int:
    """utime, stime, and those of children that were waited for, in ticks."""
    stat = _stat(pid)
    return sum(int(ticks) for ticks in stat[11:15]) if stat else 0


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, which may itself hold blanks and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
