"""Tables as spreadsheets write them: a line of names, then a line for each thing. CSV, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby, islice

from django.utils.translation import gettext as _

from regulars.lib.texts import decoded

Cells = dict[str, str]
_LESS = re.compile(r"-[\d.,]*\d")  # than nothing
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?:,? +(\S.*))?")
_NAMED = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


@dataclass(frozen=True)
class Wrong(Exception):
    """What is wrong with a line, and in which column."""

    column: str
    why: str
    line: int = 0


@dataclass(frozen=True)
class Line:
    number: int  # in the file, the first being 1
    cells: Cells
    raw: tuple[str, ...]
    is_day_first: bool | None = None  # how its file writes 03/04/2026; None: nobody knows


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
        self._text, self._other_names, self._together = _text(content), other_names, together
        self._moments = moments
        first = self._text.split("\n", 1)[0]
        self._mark = max(",;\t", key=first.count)
        self.columns = [cell.strip() for cell in next(self._rows(), (0, []))[1]]
        self.names = [self._named(cell) for cell in self.columns]
        for name in needed:
            if name not in self.names:
                raise Wrong(name, _("There is no column “%s”.") % name)

    def count(self) -> int:
        """How many lines there are below the names. Raises Wrong for what cannot be read."""
        return sum(1 for _line in self._lines())

    def since(self, place: int) -> Iterator[list[Line]]:
        """What stands behind the first `place` lines: each the lines that belong together."""
        lines = islice(self._lines(), place, None)
        if self._together not in self.names:
            return ([line] for line in lines)
        return (list(several) for _key, several in groupby(lines, key=lambda line: line.cells.get(self._together, "")))

    @cached_property
    def _is_day_first(self) -> bool | None:
        """Told by the first date that can be read one way alone, in a file that writes its dates with numbers alone."""
        rows = self._cells() if self._moments else iter(())
        dates = (cells.get(name, "") for _number, cells, _raw in rows for name in self._moments)
        for found in map(_DATE.fullmatch, filter(None, dates)):
            if found is None:
                return None
            if max(int(found[1]), int(found[3])) > 12:
                return int(found[1]) > 12
        return None

    def _lines(self) -> Iterator[Line]:
        for number, cells, raw in self._cells():
            yield Line(number, cells, raw, self._is_day_first)

    def _cells(self) -> Iterator[tuple[int, Cells, tuple[str, ...]]]:
        rows = self._rows()
        next(rows, None)
        for number, row in rows:
            if any(cell.strip() for cell in row):
                cells: Cells = {}
                for name, cell in zip(self.names, row, strict=False):
                    cells[name] = cells.get(name) or cell.strip()
                yield number, cells, tuple(row)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each with the line on which it ends. Raises Wrong for what cannot be read."""
        rows = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._mark)
        try:
            for row in rows:
                yield rows.line_num, row
        except csv.Error as error:
            raise Wrong("", str(error)) from None

    def _named(self, cell: str) -> str:
        name = "_".join(cell.strip().lower().replace("-", " ").split())
        return self._other_names.get(name, name)


def moment(text: str, *, is_day_first: bool | None = None) -> datetime:
    """Of 2026-03-29 10:30, 29.3.2026, Mar 29, 2026 3:05 PM; 03/04/2026 only where it is known which is the day. Without a zone, UTC.

    Raises ValueError, in words; also near the ends of all time, of which no page could tell.
    """
    with suppress(ValueError):
        found = _moment(text.strip(), is_day_first)
        if 1900 <= found.year < 3000:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    raise ValueError(_("“%s” is no moment: write 2026-03-29T10:30:00Z.") % text[:40])


def is_day(text: str) -> bool:
    """Whether a moment is written without an hour."""
    text = text.strip().removesuffix(" UTC")
    for kind in (date, datetime):  # ISO writes hours without a colon, too
        with suppress(ValueError):
            kind.fromisoformat(text)
            return kind is date
    return ":" not in text


def _moment(text: str, is_day_first: bool | None) -> datetime:
    with suppress(ValueError):
        return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    if found := _DATE.fullmatch(text):
        first, mark, second, year, clock = found.groups()
        if mark == "." or int(first) > 12 or first == second:
            is_day_first = True
        elif int(second) > 12:
            is_day_first = False
        if is_day_first is None:
            raise ValueError("nobody knows which is the day")
        day, month = (first, second) if is_day_first else (second, first)
        return _read(f"{day}/{month}/{year}", clock or "", ["%d/%m/%Y" if len(year) == 4 else "%d/%m/%y"])
    day, year, clock = re.split(r"(\b[0-9]{4}\b)", text, maxsplit=1)  # none: too few to unpack
    return _read(day + year, clock.strip(" ,"), _NAMED)


def _read(day: str, clock: str, days: Sequence[str]) -> datetime:
    """Raises ValueError."""
    for form in (f"{each} {time}".strip() for each in days for time in (_CLOCKS if clock else ("",))):
        with suppress(ValueError):
            return datetime.strptime(f"{day} {clock}".strip(), form)
    raise ValueError(day)


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


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _text(content: bytes) -> str:
    """Without the line in which spreadsheets are told what stands between cells."""
    return re.sub(r"\Asep=.\r?\n", "", decoded(content).replace("\x00", ""))
