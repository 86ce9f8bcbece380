"""Tables as spreadsheets write them: a line of names, then a line for each thing. CSV, whatever stands between the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice

from django.utils.translation import gettext as _

Cells = dict[str, str]
_LESS = re.compile(r"-[\d.,]*\d")  # than nothing


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


class Table:
    """A file that has been looked at: its columns and its lines, read as they are asked for. Raises Wrong for what lacks a column.

    `other_names` says what else columns are called; lines one after the other with the same cell in `together` belong together.
    """

    def __init__(
        self, content: bytes, *, needed: Sequence[str], other_names: Mapping[str, str], together: str = ""
    ) -> None:
        self._text, self._other_names, self._together = _text(content), other_names, together
        first = self._text.split("\n", 1)[0]
        self._mark = max(",;\t", key=first.count)
        self.columns = [cell.strip() for cell in next(self._rows(), [])]
        self.names = [self._named(cell) for cell in self.columns]
        for name in needed:
            if name not in self.names:
                raise Wrong(name, _("There is no column “%s”.") % name)

    def count(self) -> int:
        """How many lines there are below the names. Raises Wrong for what cannot be read."""
        try:
            return sum(1 for _line in self._lines())
        except csv.Error as error:
            raise Wrong("", str(error)) from None

    def since(self, place: int) -> Iterator[list[Line]]:
        """What stands behind the first `place` lines: each the lines that belong together."""
        lines = islice(self._lines(), place, None)
        if self._together not in self.names:
            return ([line] for line in lines)
        return (list(several) for _key, several in groupby(lines, key=lambda line: line.cells.get(self._together, "")))

    def _lines(self) -> Iterator[Line]:
        rows = self._rows()
        next(rows, None)
        for row in rows:
            if any(cell.strip() for cell in row):
                cells = dict(zip(self.names, map(str.strip, row), strict=False))
                yield Line(rows.line_num, cells, tuple(row))  # type: ignore[attr-defined]

    def _rows(self) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(self._text, newline=""), delimiter=self._mark)

    def _named(self, cell: str) -> str:
        name = "_".join(cell.strip().lower().replace("-", " ").split())
        return self._other_names.get(name, name)


def moment(text: str) -> datetime:
    """Without a zone, UTC. Raises ValueError, in words; also near the ends of all time, of which no page could tell."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        if 1900 <= found.year < 3000:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    raise ValueError(_("“%s” is no moment: write 2026-03-29T10:30:00Z.") % text[:40])


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
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\x00", "")
