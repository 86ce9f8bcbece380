"""The small file system inside files of Microsoft's (MS-CFB): folders and streams in chains of sectors."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOWHERE = 0xFFFFFFFA  # numbers from here on name no sector
SMALL, PIECE = 4096, 64  # bytes: what is smaller lies in pieces, in a stream of the root's
ENTRY = 128  # bytes
WIDTHS = {9: 512, 12: 4096}  # bytes of a sector, as the header names them
STORAGE, STREAM = 1, 2
DEEPEST = 20  # folders within folders
MOST = 20_000  # entries
Folder = dict[str, "bytes | Folder"]


def folder_in(content: bytes) -> Folder:
    """All that it holds, by name; as much as can be read of a damaged one. Raises ValueError for what is none."""
    try:
        disk = _Disk(content)
        return disk.folder(disk.entries[0].child)
    except (struct.error, LookupError) as error:
        raise ValueError("this file is damaged") from error


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(slots=True)
class _Place:
    """Where pieces of one width lie, and which follows upon which."""

    content: bytes
    offset: int
    width: int
    table: list[int]

    def chain(self, start: int, size: int) -> bytes:
        found, number = [], start
        for _ in range(-(-size // self.width)):
            if number >= len(self.table):
                break
            at = self.offset + number * self.width
            found.append(self.content[at : at + self.width])
            number = self.table[number]
        return b"".join(found)[:size]


class _Disk:
    def __init__(self, content: bytes) -> None:
        whole = len(content)
        directory, pieces, more = (struct.unpack_from("<I", content, at)[0] for at in (48, 60, 68))
        width = WIDTHS[struct.unpack_from("<H", content, 30)[0]]
        self.sectors = _Place(content, width, width, _table(content, width, more))
        entries = self.sectors.chain(directory, min(whole, MOST * ENTRY))
        self.entries = [_entry(entries[at : at + ENTRY]) for at in range(0, len(entries) - ENTRY + 1, ENTRY)]
        table = _numbers(self.sectors.chain(pieces, whole))
        root = self.entries[0]
        self.pieces = _Place(self.sectors.chain(root.start, min(root.size, whole)), 0, PIECE, table)
        self.left = whole  # bytes that may still be read: no two streams lie in the same place
        self.seen: set[int] = set()

    def folder(self, first: int, depth: int = 0) -> Folder:
        """The entries around the first: each names one on its left and one on its right."""
        found: Folder = {}
        waiting = [first]
        while waiting:
            number = waiting.pop()
            if number >= len(self.entries) or number in self.seen:
                continue
            self.seen.add(number)
            entry = self.entries[number]
            waiting += [entry.left, entry.right]
            if entry.kind == STREAM:
                found[entry.name] = self._stream(entry)
            elif entry.kind == STORAGE and depth < DEEPEST:
                found[entry.name] = self.folder(entry.child, depth + 1)
        return found

    def _stream(self, entry: _Entry) -> bytes:
        place = self.pieces if entry.size < SMALL else self.sectors
        content = place.chain(entry.start, min(entry.size, self.left))
        self.left -= len(content)
        return content


def _table(content: bytes, width: int, more: int) -> list[int]:
    """Which sector follows upon which. The header names the sectors of this table; those beyond, a list of sectors."""
    numbers, found = _numbers(content[76:512]), b""
    for _ in range(len(content) // width):
        found += b"".join(content[(each + 1) * width : (each + 2) * width] for each in numbers if each < NOWHERE)
        if more >= NOWHERE or len(found) > len(content):
            break
        *numbers, more = _numbers(content[(more + 1) * width : (more + 2) * width]) or [NOWHERE]
    return _numbers(found)


def _numbers(octets: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(octets) // 4}I", octets))


def _entry(octets: bytes) -> _Entry:
    length, kind, _, left, right, child = struct.unpack_from("<HBBIII", octets, 64)
    start, size = struct.unpack_from("<II", octets, 116)
    name = octets[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)
