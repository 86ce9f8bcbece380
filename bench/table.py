"""What was measured, and whether it is as good as promised."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

# Promised in CPU milliseconds of server and database together, for 200,000 conversations.
CPU_TARGETS = {
    "letter": 10, "letter committed": 10, "inbox page": 14, "inbox api": 14, "conversation page": 10, "conversation api": 10,
    "search mid page": 19, "search mid api": 19, "search rare page": 7, "search rare api": 7, "create api": 5,
}  # fmt: skip
P95_TARGETS = {"record": 3, "inbox page": 50, "inbox api": 50} | {
    f"search {word} {way}": 150 for word in ("common", "mid", "rare") for way in ("page", "api")
}
HEAD = ("what", "size", "n", "p50 ms", "p95 ms", "CPU ms", "of it DB", "queries", "floor ms", "promised")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure and its floor. What cannot be said is None."""

    name: str
    size: int  # conversations in the database
    n: int  # operations measured
    p50_ms: float | None = None
    p95_ms: float | None = None
    cpu_ms: float | None = None  # user and system time, of the server and of the database, for one operation
    database_ms: float | None = None  # of that, what the database spent
    queries: int | None = None
    floor_ms: float | None = None  # the least it could take: see docs/manual/bench.md
    per_second: float | None = None
    megabytes: float | None = None
    seconds: float | None = None
    promise: str = ""  # beyond those of the tables above
    is_kept: bool = True

    def line(self) -> str:
        facts = {name: value for name, value in asdict(self).items() if value not in (None, "") and name != "is_kept"}
        facts |= {"kept": all(kept for _, kept in promises(self))} if promises(self) else {}
        return json.dumps(
            {name: round(value, 3) if isinstance(value, float) else value for name, value in facts.items()}
        )


def promises(measure: Measure) -> list[tuple[str, bool]]:
    """What was promised of it, each in a few words, and whether it is kept."""
    said = [
        (f"{name} ≤ {most}", value <= most)
        for name, value, most in (
            ("CPU", measure.cpu_ms, CPU_TARGETS.get(measure.name)),
            ("p95", measure.p95_ms, P95_TARGETS.get(measure.name)),
        )
        if value is not None and most is not None
    ]
    return [*said, (measure.promise, measure.is_kept)] if measure.promise else said


def of(measures: Sequence[Measure]) -> str:
    rows = [HEAD, *(_row(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "  ".join(_aligned(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(measure: Measure) -> tuple[str, ...]:
    extra = [
        f"{value:,.{digits}f} {unit}"
        for value, digits, unit in (
            (measure.per_second, 0, "a second"), (measure.megabytes, 0, "MB"), (measure.seconds, 1, "s")
        )
        if value is not None
    ]  # fmt: skip
    figures = (measure.p50_ms, measure.p95_ms, measure.cpu_ms, measure.database_ms)
    return (
        measure.name,
        f"{measure.size:,}",
        f"{measure.n:,}",
        *("" if figure is None else f"{figure:.1f}" for figure in figures),
        "" if measure.queries is None else str(measure.queries),
        "" if measure.floor_ms is None else f"{measure.floor_ms:.2f}",
        "; ".join([*extra, *(f"{words} {'met' if kept else 'MISSED'}" for words, kept in promises(measure))]),
    )


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column in (0, len(HEAD) - 1) else cell.rjust(width)
