"""What lies in `winmail.dat`, Exchange's own wrapping (MS-OXTNEF): files and words, for everybody who does not use Outlook."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from regulars.channels.email.mime import charsets
from regulars.channels.email.mime.mapi import (
    CONTENT,
    WORDS,
    File,
    Item,
    Value,
    charset,
    file_of,
    letter_within,
    value_of,
)

SIGNATURE = b"\x78\x9f\x3e\x22"
NEW_FILE, TITLE, DATA, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
BODY, LETTER_PROPERTIES, PEOPLE, CODE_PAGE = 0x0002800C, 0x00069003, 0x00069004, 0x00069007
WIDTHS = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}  # bytes of each fixed MAPI type
GUID = 16  # bytes
MOST_FILES = 200
MOST_VALUES = 2000
DEEPEST = 5  # letters within letters


def item_in(content: bytes, *, depth: int = 0) -> Item:
    """As much as can be read of a damaged one; an empty one of what is no TNEF at all."""
    item, files, page = Item(), [], 1252
    for kind, data in _attributes(content):
        if kind == CODE_PAGE:
            page = int.from_bytes(data[:4], "little")
        elif kind == BODY:
            item.values.setdefault(WORDS, _text(data, page))
        elif kind == LETTER_PROPERTIES:
            item.values |= _values(BytesIO(data), page)
        elif kind == PEOPLE:
            item.people = _people(BytesIO(data), page)
        elif kind == NEW_FILE and len(files) < MOST_FILES:
            files.append({})
        elif files and kind in {TITLE, DATA, PROPERTIES}:
            files[-1][kind] = data
    item.files = [file for each in files if (file := _file(each, page, depth)).content]
    return item


def _file(found: dict[int, bytes], page: int, depth: int) -> File:
    values = _values(BytesIO(found.get(PROPERTIES, b"")), page)
    inner = values.get(CONTENT)
    if isinstance(inner, bytes) and inner[GUID:].startswith(SIGNATURE) and depth < DEEPEST:
        return letter_within(item_in(inner[GUID:], depth=depth + 1))
    file = file_of(values, found.get(DATA, b""))
    file.name = file.name or _text(found.get(TITLE, b""), page)
    return file


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if not content.startswith(SIGNATURE):
        return
    position = 6
    while position + 9 <= len(content):
        kind, length = struct.unpack_from("<II", content, position + 1)
        start = position + 9
        yield kind, content[start : start + length]
        position = start + length + 2  # a checksum follows


def _people(stream: BytesIO, page: int) -> list[dict[int, Value]]:
    with suppress(struct.error):
        return [_values(stream, page) for _ in range(min(_number(stream), MOST_VALUES))]
    return []


def _values(stream: BytesIO, page: int) -> dict[int, Value]:
    """Some properties, the last of each number; of damaged ones those before the damage."""
    found: dict[int, Value] = {}
    with suppress(struct.error):
        for kind, name, octets in _properties(stream):
            found[name] = value_of(kind, octets, page=page)
    return found


def _properties(stream: BytesIO) -> Iterator[tuple[int, int, bytes]]:
    for _ in range(min(_number(stream), MOST_VALUES)):
        kind, name = struct.unpack("<HH", stream.read(4))
        if name >= 0x8000:
            _pass_name(stream)
        is_several, kind = bool(kind & 0x1000), kind & 0x0FFF
        values = _number(stream) if is_several or kind not in WIDTHS else 1
        for _ in range(min(values, MOST_VALUES)):
            length = WIDTHS[kind] if kind in WIDTHS else _number(stream)
            octets = stream.read(length)
            stream.read(-length % 4)
            yield kind, name, octets
            if len(octets) < length:
                return


def _pass_name(stream: BytesIO) -> None:
    """The GUID and the number or the words by which a property is named."""
    stream.read(GUID)
    is_named_by_words, length = _number(stream), _number(stream)
    if is_named_by_words:
        stream.read(length + -length % 4)


def _number(stream: BytesIO) -> int:
    return struct.unpack("<I", stream.read(4))[0]


def _text(data: bytes, page: int) -> str:
    return charsets.decode(data.rstrip(b"\0"), charset(page))
