"""Tables of purchases, or of what is known of each customer, as files have them: whatever stands between the cells, names in many ways."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

NAMES = {
    "customer": ("customer", "customer_id", "customerid", "customer id", "id", "user", "user_id", "client", "email"),
    "date": (
        "date",
        "day",
        "invoicedate",
        "invoice date",
        "order_date",
        "orderdate",
        "placed_at",
        "timestamp",
        "time",
        "datetime",
    ),
    "spend": ("spend", "spent", "amount", "value", "dollar_value", "total", "price", "revenue", "monetary", "sales"),
    "x": ("x", "frequency", "freq", "repeat", "p1x"),
    "last": ("t_x", "tx", "recency", "last", "t.x"),
    "age": ("t", "t_cal", "tcal", "age", "periods", "n", "observed"),
    "mean": ("mean", "zbar", "monetary_value", "avg_spend", "m_x"),
    "many": ("weights", "weight", "customers", "count", "n_custs"),
    "actual": ("actual", "x_star", "xstar", "x.star", "p2x", "holdout", "frequency_holdout", "x_holdout"),
}
_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:\D.*)?")
_OTHERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:\D.*)?")


class Sheet:
    """Columns by name. `named("x")` finds one by any of the names that people give it. Raises ValueError for what is no table."""

    def __init__(self, path: Path) -> None:
        text = path.read_bytes().decode("utf-8-sig", "replace").lstrip("\n")
        first = text.split("\n", 1)[0]
        mark = max(",;\t|", key=first.count)
        is_by_blanks = not first.count(mark)
        rows = (
            [line.split() for line in text.splitlines()]
            if is_by_blanks
            else list(csv.reader(io.StringIO(text), delimiter=mark))
        )
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        if len(rows) < 2:
            raise ValueError("There is a line of names and one for each customer or purchase; this has less.")
        self.names = [cell.strip() for cell in rows[0]]
        for number, row in enumerate(rows[1:], 2):
            if len(row) != len(self.names):
                raise ValueError(f"Line {number} has {len(row)} cells, the first has {len(self.names)}.")
        self.columns = {name: [row[place].strip() for row in rows[1:]] for place, name in enumerate(self.names)}

    def named(self, kind: str, *, said: str = "") -> str:
        """What the column of this kind is called here; nothing when there is none. `said` is the name that somebody gave."""
        if said:
            if said not in self.columns:
                raise ValueError(f"There is no column {said!r}. There are: {', '.join(self.names)}.")
            return said
        known = {name.casefold(): name for name in reversed(self.names)}
        return next((known[name] for name in NAMES[kind] if name in known), "")

    def numbers(self, name: str) -> list[float]:
        """Raises ValueError, which names the line."""
        return [_number(cell, name, line) for line, cell in enumerate(self.columns[name], 2)]

    def days(self, name: str) -> list[int]:
        """As ordinals. 03/04/2026 is what the other dates of the column say: the part that is above 12 somewhere is the day."""
        return list(_days(self.columns[name], name))


def _number(cell: str, name: str, line: int) -> float:
    try:
        return float(cell.replace("\u00a0", "").replace("$", "").replace("€", ""))
    except ValueError:
        raise ValueError(f"Line {line}, {name}: {cell[:40]!r} is no number.") from None


def _days(cells: Sequence[str], name: str) -> Iterator[int]:
    parted = [_OTHERS.fullmatch(cell) for cell in cells]
    is_month_first = any(each and int(each[3]) > 12 for each in parted) or any(
        each and each[2] == "/" for each in parted
    )
    is_month_first = is_month_first and not any(each and int(each[1]) > 12 for each in parted)
    for line, (cell, other) in enumerate(zip(cells, parted, strict=True), 2):
        try:
            if other:
                first, second, year = int(other[1]), int(other[3]), int(other[4])
                month, day = (first, second) if is_month_first else (second, first)
                yield date(year + 2000 if year < 100 else year, month, day).toordinal()
            elif said := _DAY.fullmatch(cell):
                yield date(*(int(each) for each in said.groups())).toordinal()
            else:
                raise ValueError
        except ValueError:
            raise ValueError(f"Line {line}, {name}: {cell[:40]!r} is no day. Write 2026-03-29.") from None
