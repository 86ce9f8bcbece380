"""Pictures and films of articles from elsewhere: kept where their files lie beside; led to where they do not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from regulars.knowledge.films import film, player

IMAGE = re.compile(r"<img\b[^>]*>", re.I)
LINKED = re.compile(r"(<a\b[^>]*?\bhref=)([\"'])(.*?)\2", re.I | re.S)
SRC = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
FRAME = re.compile(r"<iframe\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"'][^>]*>(?:.*?</iframe>)?", re.I | re.S)
LARGEST = 25 * 1024 * 1024  # bytes

Keep = Callable[[Path], str]


class Beside:
    """The files that lie with an import, found by where an article says they are, or by their name alone."""

    def __init__(self, root: Path | None) -> None:
        self.root = root.resolve() if root else None
        self._names: dict[str, list[Path]] | None = None

    def find(self, address: str, *, folder: Path | None) -> Path | None:
        """None for what is not here. Nothing outside of the folder that was given is ever looked at."""
        path = unquote(urlsplit(unescape(address).strip()).path)
        name = path.rpartition("/")[2]
        if self.root is None or not name or name.startswith("."):
            return None
        for start in (folder, self.root):
            if start is not None and not urlsplit(address).scheme:
                try:
                    near = (start / path.lstrip("/")).resolve()
                except (OSError, ValueError):
                    continue
                if near.is_relative_to(self.root) and near.is_file() and near.stat().st_size <= LARGEST:
                    return near
        return self._by_name(name, path)

    def _by_name(self, name: str, path: str) -> Path | None:
        """Where several have the name, the one whose folder is named in the address: `attachments/3600/a.png`."""
        several = self._index().get(name.lower(), [])
        fitting = [each for each in several if each.parent.name in path.split("/")]
        return (fitting or several)[0] if len(several) == 1 or fitting else None

    def _index(self) -> dict[str, list[Path]]:
        if self._names is None:
            self._names = {}
            for folder, _folders, files in os.walk(self.root or "."):
                for each in files:
                    self._names.setdefault(each.lower(), []).append(Path(folder) / each)
        return self._names


def with_files(
    html: str, *, beside: Beside, folder: Path | None, keep: Keep, lead: Callable[[str], str]
) -> tuple[str, list[str]]:
    """The HTML with what lies beside kept as ours, films as figures, and the pictures that are not here, as links to them.

    `lead` says where a link to an article leads now; "" for any other link.
    """
    missing: list[str] = []

    def image(found: re.Match[str]) -> str:
        address, alt = _of(SRC, found[0]), _of(ALT, found[0])
        if file := beside.find(address, folder=folder):
            return f'<img src="{keep(file)}" alt="{escape(alt)}">'
        if urlsplit(address).scheme not in ("http", "https"):
            missing.append(address[:200])
            return escape(alt)
        missing.append(address[:200])
        return f'<a href="{escape(address)}">{escape(alt or address)}</a>'

    def link(found: re.Match[str]) -> str:
        address = unescape(found[3])
        if there := lead(address):
            return f'{found[1]}"{escape(there)}"'
        is_page = address.lower().partition("#")[0].endswith((".md", ".markdown", ".mdx", ".html", ".htm"))
        is_ours = not urlsplit(address).scheme and not address.startswith(("#", "/help/")) and not is_page
        is_attached = "attachments/" in address
        file = beside.find(address, folder=folder) if is_ours or is_attached else None
        return f'{found[1]}"{keep(file)}"' if file else found[0]

    def frame(found: re.Match[str]) -> str:
        address = unescape(found[1])
        address = f"https:{address}" if address.startswith("//") else address
        return film(address) if player(address) else f'<a href="{escape(address)}">{escape(address)}</a>'

    html = FRAME.sub(frame, html)
    return LINKED.sub(link, IMAGE.sub(image, html)), missing


def _of(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return unescape(found[1] if found[1] is not None else found[2]) if found else ""
