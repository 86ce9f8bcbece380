"""Tables as spreadsheets write them: a line of names, then a line for each thing. CSV, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from itertools import chain, groupby, islice
from typing import NoReturn, TypeVar

from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.lib.dates import day_comes_first, moment
from regulars.lib.texts import decoded

Read = TypeVar("Read")
Cells = dict[str, str]
_LESS = re.compile(r"-[\d.,]*\d")  # than nothing
_END = "\x00"  # a line that stands in no table; behind an open quotation mark, it is none


@dataclass(frozen=True)
class Wrong(Exception):
    """What is wrong with a line, and in which column."""

    column: str
    why: str
    line: int = 0


@dataclass(frozen=True)
class Line:
    """What is wrong with a cell is said with its column and the line's number: whatever reads one raises Wrong."""

    number: int  # in the file, the first being 1
    cells: Cells
    raw: tuple[str, ...]
    is_day_first: bool | None = None  # how its file writes 03/04/2026; None: nobody knows

    def read(self, column: str, reader: Callable[[str], Read]) -> Read:
        """`reader` raises ValueError, in words."""
        try:
            return reader(self.cells.get(column, ""))
        except ValueError as error:
            raise Wrong(column, str(error), self.number) from None

    def moment(self, column: str) -> datetime | None:
        """None where nothing is said."""
        return self.read(column, partial(moment, is_day_first=self.is_day_first)) if self.cells.get(column) else None

    def amount(self, column: str, currency: str) -> int:
        """In the smallest unit, none below zero; an empty one is zero."""
        if not self.cells.get(column):
            return 0
        amount = self.read(column, partial(money.typed, currency=currency, is_rounded=True))
        return amount if amount >= 0 else self.refuse(column, _("It cannot be less than nothing."))

    def refuse(self, column: str, why: str) -> NoReturn:
        raise Wrong(column, why, self.number)


class Table:
    """A file that has been looked at: its columns and its lines, read as they are asked for. Raises Wrong for what lacks a column.

    `other_names` says what else columns are called: of two of one name, the first that says something counts. Lines one after the other
    with the same cell in `together` belong together. `moments` are the columns in which days stand.
    """

    def __init__(
        self,
        content: bytes,
        *,
        needed: Sequence[str],
        other_names: Mapping[str, str],
        together: str = "",
        moments: Sequence[str] = (),
    ) -> None:
        self._text, self._above = _text(content)
        self._other_names, self._together = other_names, together
        self.moments = moments
        first = self._text.split("\n", 1)[0]
        self._mark = max(",;\t", key=first.count)
        self.columns = [cell.strip() for cell in next(self._rows(), (0, []))[1]]
        self.names = [self._named(cell) for cell in self.columns]
        for name in needed:
            if name not in self.names:
                raise Wrong(name, _("There is no column “%s”.") % name)

    def count(self) -> int:
        """How many lines there are below the names. Raises Wrong for what cannot be read, or not to its end."""
        count, ended, begins = -1, self._above, self._above + 1
        for end, row in self._rows(_END):
            if row == [_END]:
                return max(count, 0)
            begins = ended + 1
            count, ended = count + _says_something(row), end
        raise Wrong("", _("On line %d a quotation mark opens that none closes.") % begins)

    def since(self, place: int) -> Iterator[list[Line]]:
        """What stands behind the first `place` lines: each the lines that belong together."""
        lines = islice(self._lines(), place, None)
        if self._together not in self.names:
            return ([line] for line in lines)
        return (list(several) for _key, several in groupby(lines, key=lambda line: line.cells.get(self._together, "")))

    @cached_property
    def _is_day_first(self) -> bool | None:
        rows = self._cells() if self.moments else iter(())
        return day_comes_first(
            filter(None, (cells.get(name) for _number, cells, _raw in rows for name in self.moments))
        )

    def _lines(self) -> Iterator[Line]:
        for number, cells, raw in self._cells():
            yield Line(number, cells, raw, self._is_day_first)

    def _cells(self) -> Iterator[tuple[int, Cells, tuple[str, ...]]]:
        rows = self._rows()
        next(rows, None)
        for number, row in rows:
            if _says_something(row):
                cells: Cells = {}
                for name, cell in zip(self.names, row, strict=False):
                    cells[name] = cells.get(name) or cell.strip()
                yield number, cells, tuple(row)

    def _rows(self, *more: str) -> Iterator[tuple[int, list[str]]]:
        """Each with the line on which it ends, and `more` behind them. Raises Wrong for what cannot be read."""
        rows = csv.reader(chain(io.StringIO(self._text, newline=""), more), delimiter=self._mark)
        try:
            for row in rows:
                yield self._above + rows.line_num, row
        except csv.Error as error:
            raise Wrong("", str(error)) from None

    def _named(self, cell: str) -> str:
        name = "_".join(cell.strip().lower().replace("-", " ").split())
        return self._other_names.get(name, name)


def harmless(cell: str) -> str:
    """No spreadsheet takes it for a formula. A number stays one."""
    is_formula = cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not _LESS.fullmatch(cell))
    return f"'{cell}" if is_formula else cell


def written(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Rows as CSV, line by line; what is text in them is harmless."""
    yield "\ufeff"  # so that spreadsheets take it for UTF-8
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])


def _says_something(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _text(content: bytes) -> tuple[str, int]:
    """Without the line in which spreadsheets are told what stands between cells, and how many lines that were."""
    text = decoded(content).replace(_END, "")
    begun = re.match(r"sep=.\r?\n", text)
    return (text[begun.end() :], 1) if begun else (text, 0)
