"""Which kind of articles a file or folder holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regulars.knowledge.bringing import folders, intercom, ours, zendesk
from regulars.knowledge.bringing.shape import Brought, NotReadable

LARGEST = 500 * 1024 * 1024  # bytes of one JSON file


def read(path: Path) -> Brought:
    """The articles of an export, or of a folder. Raises NotReadable."""
    if not path.exists():
        raise NotReadable(f"There is no {path}.")
    troubles: list[str] = []
    brought = export_of(path, troubles)
    if brought is None:
        if path.is_file() and path.suffix.lower() == ".json":
            raise NotReadable(troubles[0] if troubles else f"{path} is no export of articles that is known here.")
        brought, troubles = folders.read(path), []
    brought.root = path if path.is_dir() else path.parent
    brought.troubles = troubles + brought.troubles
    if not brought.articles and not brought.troubles:
        raise NotReadable(
            f"There are no articles in {path}: Markdown, HTML, or an export of Zendesk Guide or Intercom."
        )
    return brought


def export_of(path: Path, troubles: list[str]) -> Brought | None:
    """What a help desk has exported as JSON into this file or folder; None where there is no such thing."""
    parts = list(_json(path, troubles))
    found = (kind for kind in (ours, intercom, zendesk) if any(kind.is_one(part) for part in parts))
    kind = next(found, None)
    return kind.read(parts) if kind else None


def _json(path: Path, troubles: list[str]) -> Iterator[Any]:
    """What stands in the JSON files: a list of records each, or the pages of an API, one record a line too."""
    files = (
        sorted(path.rglob("*.json"))
        if path.is_dir()
        else [path]
        if path.suffix.lower() in (".json", ".jsonl", ".ndjson")
        else []
    )
    for file in files:
        try:
            if file.stat().st_size > LARGEST:
                raise ValueError("it is larger than 500 MB")
            yield _records(file.read_bytes().decode("utf-8-sig"), name=file.stem)
        except (OSError, ValueError, RecursionError) as error:
            troubles.append(f"{file}: {error}")


def _records(text: str, *, name: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    return {name: found} if isinstance(found, list) else found
