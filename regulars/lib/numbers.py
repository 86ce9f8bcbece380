"""Numbers in addresses and forms, which anybody may have written."""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = 18  # that a key of the database may have


def number_in(text: str | None, *, digits: int = DIGITS) -> int | None:
    """The whole number that this is; None for anything else, and for more digits than that."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= digits else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """Those that are numbers."""
    return [number for text in texts if (number := number_in(text)) is not None]
