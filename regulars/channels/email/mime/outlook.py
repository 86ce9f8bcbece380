"""Letters in Outlook's own files (`.msg`, MS-OXMSG): a small file system of properties."""

from __future__ import annotations

import re
import struct

from regulars.channels.email.mime.compound import MAGIC, Folder, folder_in
from regulars.channels.email.mime.mapi import (
    BINARY,
    CONTENT,
    NUMBER,
    OBJECT,
    PAGE,
    TIME,
    TRUTH,
    File,
    Item,
    Value,
    file_of,
    letter_from,
    letter_within,
    value_of,
)

FIXED, LONG = "__properties_version1.0", "__substg1.0_"
LONG_NAME = re.compile(rf"{LONG}([0-9A-Fa-f]{{8}})")
PERSON, FILE = "__recip_version1.0_", "__attach_version1.0_"
INNER = f"{LONG}{CONTENT:04X}{OBJECT:04X}"
OF_LETTER, OF_INNER, OF_PART = 32, 24, 8  # bytes before the fixed properties of each
DEEPEST = 5  # letters within letters


def letter_in(content: bytes) -> bytes:
    """The letter in an Outlook file, as any program reads it; what is none, unchanged. Raises ValueError for a damaged one."""
    if not content.startswith(MAGIC):
        return content
    folder = folder_in(content)
    if FIXED not in folder:
        raise ValueError("this file of Microsoft Office is no letter")
    return letter_from(_item(folder, OF_LETTER))


def _item(folder: Folder, header: int, depth: int = 0) -> Item:
    return Item(
        _values(folder, header),
        [_values(each, OF_PART) for each in _folders(folder, PERSON)],
        [file for each in _folders(folder, FILE) if (file := _file(each, depth)).content],
    )


def _folders(folder: Folder, prefix: str) -> list[Folder]:
    return [each for name, each in sorted(folder.items()) if name.startswith(prefix) and isinstance(each, dict)]


def _file(folder: Folder, depth: int) -> File:
    inner = folder.get(INNER)
    if isinstance(inner, dict) and FIXED in inner and depth < DEEPEST:
        return letter_within(_item(inner, OF_INNER, depth + 1))
    content = folder.get(f"{LONG}{CONTENT:04X}{BINARY:04X}")
    return file_of(_values(folder, OF_PART), content if isinstance(content, bytes) else b"")


def _values(folder: Folder, header: int) -> dict[int, Value]:
    fixed = folder.get(FIXED)
    fixed = fixed[header:] if isinstance(fixed, bytes) else b""
    found: dict[int, Value] = {}
    for at in range(0, len(fixed) - 15, 16):
        kind, number = struct.unpack_from("<HH", fixed, at)
        if kind in {NUMBER, TRUTH, TIME}:
            found[number] = value_of(kind, fixed[at + 8 : at + 16])
    page = found.get(PAGE)
    for name, octets in folder.items():
        if isinstance(octets, bytes) and (named := LONG_NAME.fullmatch(name)):
            tag = int(named[1], 16)
            found[tag >> 16] = value_of(tag & 0xFFFF, octets, page=page if isinstance(page, int) else 1252)
    return found
