"""Letters in files: mbox in all its dialects, Maildir, folders of .eml and .msg, single letters; packed (gz, zip, tar) or not."""

from __future__ import annotations

import gzip
import mmap
import os
import re
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from regulars.channels.email.mime import dates
from regulars.channels.email.mime.compound import MAGIC
from regulars.channels.email.mime.header_block import BLANK_LINE, read_header_block
from regulars.channels.email.mime.outlook import letter_in

# The line between two letters: a date stands in it, and a header (or a second such line) follows.
FROM_LINE = re.compile(rb"^From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\d{4}[^\r\n]*\r?\n(?=[!-9;-~]+[ \t]*:|>?From )", re.M)
QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)
MOZILLA = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9a-f]{4})", re.I | re.M)
KNOWN_HEADER = re.compile(
    rb"^(?:from|to|date|subject|received|return-path|message-id|delivered-to)[ \t]*:", re.I | re.M
)
HEADERS = 64 * 1024  # bytes in which we look for a date
PACKED, ZIPPED, TARRED = b"\x1f\x8b", b"PK\x03\x04", b"ustar"
OUTLOOK_S_OWN = b"!BDN"
ENDINGS = {".eml", ".msg"}
DAMAGED = (OSError, EOFError, RuntimeError, tarfile.TarError, zipfile.BadZipFile, zlib.error)


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
            except DAMAGED as error:
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
            yield from _mbox(path)
        elif path.suffix == ".emlx" and beginning.split(b"\n", 1)[0].strip().isdigit():
            start = beginning.index(b"\n") + 1
            yield _letter(path, start, start + int(beginning[:start]))
        elif path == self.path or path.suffix.lower() in ENDINGS or _is_in_maildir(path) or _is_letter(beginning):
            yield _letter(path, 0, path.stat().st_size)

    def _letters_of_members(self, path: Path, called: str) -> Iterator[Found]:
        """One that is damaged or locked costs no other."""
        for name, opened in _members(path):
            try:
                copy = self._copy(opened(), ending=Path(name).suffix)
                yield from self._letters_of_copy(copy, f"{called}: {name}")
            except DAMAGED as error:
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
        with gzip.open(path) as packed:
            return self._copy(packed)

    def _copy(self, unpacked: IO[bytes], *, ending: str = "") -> Path:
        with tempfile.NamedTemporaryFile(dir=self._unpacked.name, suffix=ending, delete=False) as file:
            shutil.copyfileobj(unpacked, file)
        return Path(file.name)


def _members(path: Path) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    """The files in an archive by name, as Google and others hand out mailboxes, and what opens them."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as packed:
            for each in packed.infolist():
                if not each.is_dir() and not _is_beside_the_letters(each.filename):
                    yield each.filename, partial(packed.open, each)
    else:
        with tarfile.open(path) as packed:
            for each in packed:
                if each.isfile() and not _is_beside_the_letters(each.name):
                    yield each.name, partial(packed.extractfile, each)


def _is_beside_the_letters(name: str) -> bool:
    """macOS packs what it knows of each file beside it."""
    place = PurePosixPath(name)
    return "__MACOSX" in place.parts or place.name.startswith(".")


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


def _letter(path: Path, start: int, end: int) -> Found:
    with path.open("rb") as file:
        file.seek(start)
        headers = file.read(min(HEADERS, end - start))
    found = Found(path, start, end, _date(headers), is_quoted=False)
    return replace(found, at=_date(found.content()[:HEADERS])) if headers.startswith(MAGIC) else found


def _mbox(path: Path) -> Iterator[Found]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        following = FROM_LINE.search(content)
        while following:
            line, start = following, following.end()
            end, following = _end(content, start)
            headers = content[start : min(end, start + HEADERS)]
            if not _is_thrown_away(headers):
                yield Found(path, start, end, _date(headers) or dates.moment(_from_date(line[0])), is_quoted=True)


def _is_thrown_away(headers: bytes) -> bool:
    """Thunderbird only marks what was deleted, until it compacts the file."""
    status = MOZILLA.search(headers)
    return bool(status) and bool(int(status[1], 16) & 0x0008)


def _end(content: mmap.mmap, start: int) -> tuple[int, re.Match[bytes] | None]:
    """Where the letter ends, and the line that begins the next one. A Content-Length counts only where it leads to one."""
    blank = BLANK_LINE.search(content, start)
    length = LENGTH.search(content, start, min(blank.start() + 1, start + HEADERS)) if blank else None
    if length:
        end = blank.end() + int(length[1])
        after = end
        while content[after : after + 1] in (b"\r", b"\n"):
            after += 1
        if end <= len(content) and (after == len(content) or FROM_LINE.match(content, after)):
            return end, FROM_LINE.match(content, after)
    following = FROM_LINE.search(content, start)
    end = following.start() if following else len(content)
    return _without_blank_line(content, start, end), following


def _without_blank_line(content: mmap.mmap, start: int, end: int) -> int:
    """An mbox puts one empty line behind each letter, which is not the letter's."""
    for ending in (b"\r\n\r\n", b"\n\n"):
        if end - start > len(ending) and content[end - len(ending) : end] == ending:
            return end - len(ending) // 2
    return end


def _date(headers: bytes) -> datetime | None:
    block, _ = read_header_block(headers, 0, len(headers))
    written = next(filter(None, map(dates.moment, block.all("date"))), None)
    received = (each.rpartition(";")[2] for each in block.all("received"))
    return written or next(filter(None, map(dates.moment, received)), None)


def _from_date(line: bytes) -> str:
    return line.decode("ascii", "replace").strip().split(" ", 2)[-1]
