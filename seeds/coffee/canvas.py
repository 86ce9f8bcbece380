"""Flat shapes on a picture, and the picture as a PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from seeds.palette import chunk

Colour = tuple[int, int, int]
Point = tuple[float, float]
FINE = 2  # dots of the picture for each that it is drawn in, so that its edges stay smooth when it is shown small


class Canvas:
    """A picture of `width` by `height` dots, painted over from back to front."""

    def __init__(self, width: int, height: int, paper: Colour) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(bytes(paper) * width * FINE) for _ in range(height * FINE)]

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour, *, flat: float = 1.0) -> None:
        """`flat` is its height as a part of its width."""
        for row in self._rows(y - radius * flat, y + radius * flat):
            away = (row / FINE - y) / flat
            half = max(0.0, radius**2 - away**2) ** 0.5
            self._span(row, x - half, x + half, colour)

    def shape(self, corners: Sequence[Point], colour: Colour) -> None:
        """A polygon."""
        edges = list(zip(corners, [*corners[1:], corners[0]], strict=True))
        for row in self._rows(min(y for _, y in corners), max(y for _, y in corners)):
            y = row / FINE + 0.01
            cuts = sorted(x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 > y) != (y2 > y))
            for left, right in zip(cuts[::2], cuts[1::2], strict=True):
                self._span(row, left, right, colour)

    def line(self, points: Sequence[Point], colour: Colour, *, thick: float = 2.0) -> None:
        for x, y in points:
            self.disc(x, y, thick / 2, colour)
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            length = max(0.01, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
            dx, dy = (y2 - y1) / length * thick / 2, (x1 - x2) / length * thick / 2
            self.shape([(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)], colour)

    def png(self) -> bytes:
        header = struct.pack(">IIBBBBB", self.width * FINE, self.height * FINE, 8, 2, 0, 0, 0)
        lines = zlib.compress(b"".join(b"\0" + row for row in self.rows))
        parts = ((b"IHDR", header), (b"IDAT", lines), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)

    def _rows(self, top: float, bottom: float) -> range:
        return range(max(0, int(top * FINE)), min(self.height * FINE, int(bottom * FINE) + 1))

    def _span(self, row: int, left: float, right: float, colour: Colour) -> None:
        start, end = max(0, round(left * FINE)), min(self.width * FINE, round(right * FINE))
        if end > start:
            self.rows[row][start * 3 : end * 3] = bytes(colour) * (end - start)
