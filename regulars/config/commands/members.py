"""`bin/regulars import members FILE`: bring in the members of another programme."""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.config.environment import Problem
from regulars.config.progress import Bar

if TYPE_CHECKING:
    from regulars.lib.tables import Line, Table, Wrong
    from regulars.loyalty.models import Programme


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE")
    parser.add_argument("--programme", metavar="NAME", help="which programme they join (needed if there are several)")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="where lines that are wrong are written (FILE.refused.csv)"
    )


def run(options: argparse.Namespace) -> int:
    from regulars.loyalty.actions.import_members import import_members
    from regulars.loyalty.tables import members_table

    programme, began = _programme(options.programme), time.monotonic()
    table, total = table_of(options.path, members_table)
    refusals, bar = Refusals(options, table.columns), Bar(f"Members of {programme}")
    outcome = import_members(
        (line for [line] in table.since(0)),
        programme=programme,
        refuse=refusals.add,
        progress=lambda done: bar(done, total),
    )
    speed = outcome.taken / max(time.monotonic() - began, 0.001)
    print(f"{outcome.taken:,} members joined {programme} ({speed:,.0f} a second), {outcome.known:,} were here already.")
    return refusals.tell(outcome.refused)


class Refusals:
    """Lines that were refused, as a table that can be mended and brought in again. None of them, no file."""

    def __init__(self, options: argparse.Namespace, columns: list[str]) -> None:
        self.path = options.refused or options.path.with_name(options.path.name + ".refused.csv")
        self.columns, self._is_begun = columns, False

    def tell(self, count: int) -> int:
        """Say how many there are, and where. Returns what the command ends with."""
        if count:
            print(f"{count:,} lines were refused: {self.path} has them, with why.")
        return 1 if count else 0

    def add(self, line: Line, wrong: Wrong) -> None:
        from regulars.lib.tables import harmless

        cells = [*line.raw, *[""] * (len(self.columns) - len(line.raw))]
        with self.path.open("a" if self._is_begun else "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if not self._is_begun:
                writer.writerow([*self.columns, "line", "column", "why"])
            writer.writerow([harmless(cell) for cell in [*cells, str(line.number), wrong.column, wrong.why]])
        self._is_begun = True


def table_of(path: Path, read: Callable[[bytes], Table]) -> tuple[Table, int]:
    """With how many lines it has."""
    from regulars.lib.tables import Wrong

    if not path.is_file():
        raise Problem(f"There is no file {path}.")
    try:
        table = read(path.read_bytes())
        return table, table.count()
    except Wrong as wrong:
        raise Problem(f"{path}: {wrong.why}") from None


def _programme(name: str | None) -> Programme:
    from regulars.loyalty.models import Programme

    found = list(Programme.objects.filter(name=name) if name else Programme.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if name:
        raise Problem(f"There is no programme {name}. Settings → Loyalty programmes shows all.")
    if not found:
        raise Problem("There is no programme yet. Begin one first: Settings → Loyalty programmes.")
    raise Problem("There are several programmes: say which one with --programme NAME.")
