"""The files that lie with an import."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

LARGEST = 25 * 1024 * 1024  # bytes
ATTACHED = re.compile(r"attachments/(?:token/)?(\d{3,20})")
NUMBERED = re.compile(r"(\d{3,20})(?=[-_. ]|$)")


class Beside:
    """Found by where an article says that they are, by their name alone, or by the number that an export gave them.

    `names`: what files are called whose addresses only tell a number.
    """

    def __init__(self, root: Path | None, names: Mapping[str, str] | None = None) -> None:
        self.root = root.resolve() if root else None
        self.names = names or {}
        self._lying: dict[str, list[Path]] | None = None

    def find(self, address: str, *, folder: Path | None) -> Path | None:
        """None for what is not here. Nothing outside of the folder that was given is ever looked at."""
        try:
            parts = urlsplit(unescape(address).strip())
        except ValueError:
            return None
        path = unquote(parts.path)
        name = path.rpartition("/")[2]
        if self.root is None or not name or name.startswith("."):
            return None
        for start in (folder, self.root):
            if start is not None and not parts.scheme and self._is_here(near := start / path.lstrip("/")):
                return near.resolve()
        return self._called(name, path) or self._numbered(path)

    def name_of(self, address: str) -> str:
        """What a file is called whose address tells a number; "" for any other."""
        found = ATTACHED.search(address)
        return self.names.get(found[1], "") if found else ""

    def _is_here(self, path: Path) -> bool:
        try:
            real = path.resolve()
            return real.is_relative_to(self.root or real) and real.is_file() and 0 < real.stat().st_size <= LARGEST
        except (OSError, ValueError):
            return False

    def _called(self, name: str, path: str) -> Path | None:
        """Where several have the name, the one whose folder is named in the address: `attachments/3600/a.png`."""
        several = self._index().get(name.lower(), [])
        fitting = [each for each in several if each.parent.name in path.split("/")]
        return (fitting or several)[0] if len(several) == 1 or fitting else None

    def _numbered(self, path: str) -> Path | None:
        """`article_attachments/360012` is `360012.png`, `360012-map.png`, `360012/map.png`, or what the export calls it."""
        found = ATTACHED.search(path)
        if found is None:
            return None
        several = self._index().get(f"#{found[1]}", [])
        named = self._called(self.names[found[1]], path) if found[1] in self.names else None
        return several[0] if several else named

    def _index(self) -> dict[str, list[Path]]:
        if self._lying is None:
            self._lying = {}
            for folder, _folders, files in os.walk(self.root or "."):
                for each in files:
                    file = Path(folder) / each
                    if self._is_here(file):
                        numbers = {found[1] for name in (each, file.parent.name) if (found := NUMBERED.match(name))}
                        for key in (each.lower(), *(f"#{number}" for number in numbers)):
                            self._lying.setdefault(key, []).append(file)
        return self._lying
