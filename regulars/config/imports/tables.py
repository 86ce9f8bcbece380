"""A table on its way in, as people see it: a bar while it comes, and what was refused as a table that can be mended and brought again."""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.config.environment import Problem
from regulars.config.progress import Bar

if TYPE_CHECKING:
    from regulars.lib.tables import Line, Table, Wrong


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="where lines that are wrong are written (FILE.refused.csv)"
    )


class Coming:
    def __init__(self, options: argparse.Namespace, name: str, *, read: Callable[[bytes], Table]) -> None:
        self.began = time.monotonic()
        self.table, self.total = _read(options.path, read)
        self.bar = Bar(name)
        self.refused = options.refused or options.path.with_name(options.path.name + ".refused.csv")
        self._is_begun = False

    @property
    def lines(self) -> Iterator[Line]:
        return (line for [line] in self.table.since(0))

    @property
    def hearing(self) -> dict[str, Any]:
        """What an import tells as it goes."""
        return {"refuse": self._refuse, "progress": lambda done: self.bar(done, self.total)}

    def tell(self, outcome: Any, taken: str, more: str = "") -> int:
        """Say what has come, and where the lines are that were refused. Returns what the command ends with."""
        speed = outcome.taken / max(time.monotonic() - self.began, 0.001)
        print(f"{taken} ({speed:,.0f} a second){more}.")
        if outcome.refused:
            print(f"{outcome.refused:,} lines were refused: {self.refused} has them, with why.")
        elif self._is_begun:
            print(f"{self.refused} has these lines, with why.")
        return 1 if outcome.refused else 0

    def _refuse(self, line: Line, wrong: Wrong) -> None:
        from regulars.lib.tables import harmless

        columns = self.table.columns
        cells = [*line.raw, *[""] * (len(columns) - len(line.raw)), str(line.number), wrong.column, wrong.why]
        with self.refused.open("a" if self._is_begun else "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if not self._is_begun:
                writer.writerow([*columns, "line", "column", "why"])
            writer.writerow(map(harmless, cells))
        self._is_begun = True


def _read(path: Path, read: Callable[[bytes], Table]) -> tuple[Table, int]:
    """With how many lines it has."""
    from regulars.lib.tables import Wrong

    if not path.is_file():
        raise Problem(f"There is no file {path}.")
    try:
        table = read(path.read_bytes())
        return table, table.count()
    except Wrong as wrong:
        raise Problem(f"{path}: {wrong.why}") from None
