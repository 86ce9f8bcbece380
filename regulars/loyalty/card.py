"""A member's card: its number as a QR code, for the scanner of a till."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import segno

QUIET = 4  # empty modules around it: scanners ask for them


class Drawing(NamedTuple):
    """What stands in an SVG: `path` over `size` modules each way, the quiet ones included."""

    size: int
    path: str


def qr_of(number: str) -> Drawing:
    """A quarter of it may be smudged or reflect, and it is read all the same."""
    rows = segno.make_qr(number, error="q").matrix
    path = "".join(_bars(row, line + QUIET) for line, row in enumerate(rows))
    return Drawing(len(rows) + 2 * QUIET, path)


def _bars(row: bytes | bytearray, line: int) -> str:
    drawn, start = "", QUIET
    for is_dark, run in groupby(row):
        length = len(list(run))
        drawn += f"M{start} {line}h{length}v1h-{length}z" if is_dark else ""
        start += length
    return drawn
