"""What stands on a dashboard, whatever it was made of: pages, files and letters show the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from regulars.reports.charts import Chart


class Cell(NamedTuple):
    """What stands in a table: for people, where it leads, and for spreadsheets a date, a length of time, a share or a number."""

    words: str
    address: str = ""
    value: Any = None


class Part(float):
    """A share of 1, which spreadsheets show in per cent."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A number, its chart, and both as a table: of words, numbers and Cells."""

    name: str
    value: str = ""
    note: str = ""
    mood: str = ""  # good, bad, or neither
    turn: str = ""  # up, down
    chart: Chart | None = None
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    address: str = ""
    is_wide: bool = False
    facts: Sequence[tuple[str, str]] = ()

    @property
    def told_rows(self) -> list[list[Any]]:
        """For whoever reads: the words of a cell."""
        return [[cell.words if isinstance(cell, Cell) else cell for cell in row] for row in self.rows]

    @property
    def plain_rows(self) -> list[list[Any]]:
        """For whoever reckons: the value of a cell, and its words where it has none."""
        return [
            [cell if not isinstance(cell, Cell) else cell.words if cell.value is None else cell.value for cell in row]
            for row in self.rows
        ]
