"""What stands on a dashboard, whatever it was made of: pages, files and letters show the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regulars.reports.charts import Chart


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A number, its chart, and both as a table. A cell may lead somewhere: (words, address)."""

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
    def plain_rows(self) -> list[list[Any]]:
        """As a file has them: the words of a cell alone."""
        return [[cell[0] if isinstance(cell, tuple) else cell for cell in row] for row in self.rows]
