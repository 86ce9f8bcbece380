"""Files of Outlook's, written for tests: properties, packed RTF, and the small file system of a `.msg` (MS-CFB)."""

from __future__ import annotations

import struct

from regulars.channels.email.mime.compound import MAGIC, PIECE, SMALL, Folder
from regulars.channels.email.mime.outlook import FIXED, LONG

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def packed(rtf: bytes) -> bytes:
    """RTF as Outlook packs it, with nothing said twice but what the window holds at first: `{\\rtf1\\ansi`."""
    beginning, rest = b"{\\rtf1\\ansi", rtf.removeprefix(b"{\\rtf1\\ansi")
    tokens = [(0 << 4 | len(beginning) - 2).to_bytes(2, "big")] if rest != rtf else []
    tokens += [rest[at : at + 1] for at in range(len(rest))]
    end = 207 + len(rtf)
    tokens.append((end % 4096 << 4).to_bytes(2, "big"))
    groups = [tokens[at : at + 8] for at in range(0, len(tokens), 8)]
    said = b"".join(
        bytes([sum(1 << bit for bit, each in enumerate(group) if len(each) == 2)]) + b"".join(group) for group in groups
    )
    return struct.pack("<II", len(said) + 12, len(rtf)) + b"LZFu" + bytes(4) + said


def properties(values: dict[int, str | bytes | int], *, header: int) -> Folder:
    """A folder of these properties: text in UTF-16, bytes, numbers; a time is a number above 2**32."""
    folder: Folder = {}
    fixed = bytes(header)
    for number, value in values.items():
        if isinstance(value, int):
            fixed += struct.pack("<HHIQ", 0x40 if value >> 32 else 0x03, number, 6, value)
        else:
            kind, octets = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
            folder[f"{LONG}{number:04X}{kind:04X}"] = octets
            fixed += struct.pack("<HHIQ", kind, number, 6, len(octets))
    return folder | {FIXED: fixed}


def compound(root: Folder) -> bytes:
    """The files and folders as one file: what is small in pieces of the root's own stream, as Outlook does it."""
    entries: list[list] = []  # name, kind, content, right neighbour, child
    _enter("Root Entry", root, entries)
    pieces, disk = _Chains(PIECE), _Chains(SECTOR)
    starts = [(pieces if len(each[2]) < SMALL else disk).put(each[2]) for each in entries]
    entries[0][2] = b"".join(pieces.written)
    starts[0] = disk.put(entries[0][2])
    pieces_table = disk.put(pieces.table())
    directory = disk.put(b"".join(_entry(*each, start) for each, start in zip(entries, starts, strict=True)))
    place = len(disk.written)
    count = -(-(place + 4) // (SECTOR // 4))
    disk.following += [FAT] * count
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, count, directory, 0, SMALL, pieces_table, 1, END, 0)
    head += struct.pack(f"<{count}I", *range(place, place + count))
    return head.ljust(SECTOR, b"\xff") + b"".join(disk.written) + disk.table().ljust(count * SECTOR, b"\xff")


class _Chains:
    def __init__(self, width: int) -> None:
        self.width, self.written, self.following = width, [], []

    def put(self, content: bytes) -> int:
        pieces = [content[at : at + self.width].ljust(self.width, b"\0") for at in range(0, len(content), self.width)]
        first = len(self.written)
        self.following += [*range(first + 1, first + len(pieces)), END] if pieces else []
        self.written += pieces
        return first if pieces else END

    def table(self) -> bytes:
        return struct.pack(f"<{len(self.following)}I", *self.following)


def _enter(name: str, given: bytes | Folder, entries: list[list]) -> int:
    number = len(entries)
    kind = 5 if not entries else 1 if isinstance(given, dict) else 2
    entries.append([name, kind, given if isinstance(given, bytes) else b"", FREE, FREE])
    if isinstance(given, dict):
        children = [_enter(each, content, entries) for each, content in sorted(given.items())]
        for one, other in zip(children, children[1:], strict=False):
            entries[one][3] = other
        entries[number][4] = children[0] if children else FREE
    return number


def _entry(name: str, kind: int, content: bytes, right: int, child: int, start: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start if content else END, len(content))
