"""A letter of former times, where it lies in a file."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from regulars.channels.email.mime import dates
from regulars.channels.email.mime.compound import MAGIC
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.mime.outlook import letter_in

HEADERS = 64 * 1024  # bytes in which we look for a date
QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)


@dataclass(frozen=True, slots=True)
class Found:
    """A letter in a file, from one byte to another, and when it was written."""

    path: Path
    start: int
    end: int
    at: datetime | None
    is_quoted: bool  # lines that begin with "From " carry a ">" that is not the writer's

    def __str__(self) -> str:
        return f"{self.path}, byte {self.start}" if self.is_quoted else str(self.path)

    def content(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            content = file.read(self.end - self.start)
        with suppress(ValueError):  # a damaged file of Outlook's is kept as it is
            content = letter_in(content)
        return QUOTED_FROM.sub(rb"\1", content) if self.is_quoted else content


def letter_at(path: Path, start: int, end: int) -> Found:
    with path.open("rb") as file:
        file.seek(start)
        headers = file.read(min(HEADERS, end - start))
    found = Found(path, start, end, date_in(headers), is_quoted=False)
    return replace(found, at=date_in(found.content()[:HEADERS])) if headers.startswith(MAGIC) else found


def date_in(headers: bytes) -> datetime | None:
    block, _ = read_header_block(headers, 0, len(headers))
    written = next(filter(None, map(dates.moment, block.all("date"))), None)
    received = (each.rpartition(";")[2] for each in block.all("received"))
    return written or next(filter(None, map(dates.moment, received)), None)
