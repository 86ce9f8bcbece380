"""Letters in files: mbox in all its dialects, Maildir, folders of .eml and .msg, single letters; packed (gz, zip, tar) or not."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from regulars.channels.email import mbox, packed
from regulars.channels.email.letters_found import Found, letter_at
from regulars.channels.email.mime.header_block import BLANK_LINE

KNOWN_HEADER = re.compile(
    rb"^(?:from|to|date|subject|received|return-path|message-id|delivered-to)[ \t]*:", re.I | re.M
)
PACKED, ZIPPED, TARRED = b"\x1f\x8b", b"PK\x03\x04", b"ustar"
OUTLOOK_S_OWN = b"!BDN"
ENDINGS = {".eml", ".msg"}


class Archive:
    """The letters in a file or folder. Packed files are unpacked into a temporary folder while it is open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unreadable: list[str] = []

    def __enter__(self) -> Archive:
        self._unpacked = tempfile.TemporaryDirectory(prefix="regulars-import-")
        return self

    def __exit__(self, *_: object) -> None:
        self._unpacked.cleanup()

    def letters(self) -> list[Found]:
        """All of them, the oldest first; one without a date stays beside its neighbour."""
        found: list[tuple[float, int, Found]] = []
        last = 0.0
        for place, letter in enumerate(self._letters()):
            last = letter.at.timestamp() if letter.at else last
            found.append((last, place, letter))
        return [letter for _, _, letter in sorted(found, key=lambda each: each[:2])]

    def _letters(self) -> Iterator[Found]:
        for path in _files(self.path):
            try:
                yield from self._letters_of(path, str(path))
            except packed.DAMAGED as error:
                self.unreadable.append(f"{path}: {error}")

    def _letters_of(self, path: Path, called: str) -> Iterator[Found]:
        if not path.stat().st_size:
            return
        with path.open("rb") as file:
            beginning = file.read(4096)
        if beginning.startswith(PACKED):
            yield from self._letters_of_copy(self._unpack(path), called)
        elif beginning[257:262] == TARRED or (beginning.startswith(ZIPPED) and path.suffix.lower() == ".zip"):
            yield from self._letters_of_members(path, called)
        elif beginning.startswith(OUTLOOK_S_OWN):
            self.unreadable.append(f"{called}: a data file of Outlook. Export its folders as .msg or .eml files.")
        elif beginning.startswith(b"From "):
            yield from mbox.letters_of(path)
        elif path.suffix == ".emlx" and beginning.split(b"\n", 1)[0].strip().isdigit():
            start = beginning.index(b"\n") + 1
            yield letter_at(path, start, start + int(beginning[:start]))
        elif path == self.path or path.suffix.lower() in ENDINGS or _is_in_maildir(path) or _is_letter(beginning):
            yield letter_at(path, 0, path.stat().st_size)

    def _letters_of_members(self, path: Path, called: str) -> Iterator[Found]:
        """One that is damaged or locked costs no other."""
        for name, opened in packed.members(path):
            try:
                copy = self._copy(opened(), ending=Path(name).suffix)
                yield from self._letters_of_copy(copy, f"{called}: {name}")
            except packed.DAMAGED as error:
                self.unreadable.append(f"{called}: {name}: {error}")

    def _letters_of_copy(self, copy: Path, called: str) -> Iterator[Found]:
        """It is deleted at once when no letter lies in it."""
        is_needed = False
        for found in self._letters_of(copy, called):
            is_needed |= found.path == copy
            yield found
        if not is_needed:
            copy.unlink()

    def _unpack(self, path: Path) -> Path:
        with gzip.open(path) as file:
            return self._copy(file)

    def _copy(self, unpacked: IO[bytes], *, ending: str = "") -> Path:
        with tempfile.NamedTemporaryFile(dir=self._unpacked.name, suffix=ending, delete=False) as file:
            shutil.copyfileobj(unpacked, file)
        return Path(file.name)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if each != "tmp" or not Path(folder, "cur").is_dir())
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _is_in_maildir(path: Path) -> bool:
    return path.parent.name in {"cur", "new"}


def _is_letter(beginning: bytes) -> bool:
    headers = BLANK_LINE.split(beginning, maxsplit=1)[0]
    return len(set(map(bytes.lower, KNOWN_HEADER.findall(headers)))) >= 2
