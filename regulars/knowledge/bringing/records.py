"""Records of JSON that others wrote: nothing in them is sure to be there, or of the kind that it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from regulars.lib.texts import storable


def gathered(parts: Iterable[Any], *names: str) -> list[Mapping[str, Any]]:
    """The records that stand under any of these names, in all files; each id once, the last as it came."""
    found: dict[str, Mapping[str, Any]] = {}
    for part in parts:
        for name in names:
            for record in records(part.get(name) if isinstance(part, Mapping) else None):
                found[said(record, "id") or f"#{len(found)}"] = record
    return list(found.values())


def records(value: Any) -> Iterator[Mapping[str, Any]]:
    """The records in a list, or in the `data` of a page."""
    if isinstance(value, Mapping):
        value = value.get("data")
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, Mapping))


def said(record: Mapping[str, Any], *names: str) -> str:
    """The first of these that says something, as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return storable(str(value))
    return ""


def whole(record: Mapping[str, Any], name: str) -> int:
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else 0


def texts(value: Any) -> list[str]:
    return [storable(str(each)) for each in value if isinstance(each, str | int)] if isinstance(value, list) else []
