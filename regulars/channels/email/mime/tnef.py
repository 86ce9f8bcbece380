"""The files and the words inside `winmail.dat`, Exchange's own wrapping (MS-OXTNEF), for everybody who does not use Outlook."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\x78\x9f\x3e\x22"
NEW_FILE, TITLE, DATA, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
BODY, LETTER_PROPERTIES = 0x0002800C, 0x00069003
LONG_NAME, SHORT_NAME, WORDS = 0x3707, 0x3704, 0x1000
WIDTHS = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}  # bytes of each fixed MAPI type
UNICODE = 0x1F
MOST_FILES = 200
MOST_VALUES = 2000


def files_in(content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each file; as many as can be read of a damaged one, none of what is no TNEF at all."""
    files: list[dict[str, object]] = []
    for kind, data in _attributes(content):
        if kind == NEW_FILE:
            files.append({})
        elif files and kind == TITLE:
            files[-1]["title"] = _text(data)
        elif files and kind == DATA:
            files[-1]["content"] = data
        elif files and kind == PROPERTIES:
            files[-1] |= _named(data)
        if len(files) > MOST_FILES:
            break
    return [
        (str(each.get("name") or each.get("title") or ""), each["content"]) for each in files if each.get("content")
    ]


def text_in(content: bytes) -> str:
    """The letter's own words in plain text, where they were wrapped as well; "" when there are none."""
    found = ""
    for kind, data in _attributes(content):
        if kind == BODY:
            found = found or _text(data)
        elif kind == LETTER_PROPERTIES:
            found = _values(data).get(WORDS, "") or found
    return found.replace("\r\n", "\n")


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if not content.startswith(SIGNATURE):
        return
    position = 6
    while position + 9 <= len(content):
        kind, length = struct.unpack_from("<II", content, position + 1)
        start = position + 9
        yield kind, content[start : start + length]
        position = start + length + 2  # a checksum follows


def _named(data: bytes) -> dict[str, object]:
    """The long name among a file's properties."""
    values = _values(data)
    name = values.get(LONG_NAME) or values.get(SHORT_NAME)
    return {"name": name} if name else {}


def _values(data: bytes) -> dict[int, str]:
    """The texts among some properties, the last of each kind; of damaged ones those before the damage."""
    found: dict[int, str] = {}
    try:
        for kind, name, value in _properties(data):
            if name in {LONG_NAME, SHORT_NAME, WORDS}:
                found[name] = value.decode("utf-16-le", "replace").rstrip("\0") if kind == UNICODE else _text(value)
    except struct.error:
        pass
    return found


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, MOST_VALUES)):
        kind, name = struct.unpack_from("<HH", data, position)
        position += 4
        if name >= 0x8000:
            position = _after_name(data, position)
        is_several, kind = bool(kind & 0x1000), kind & 0x0FFF
        values = 1
        if is_several or kind not in WIDTHS:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for _ in range(min(values, MOST_VALUES)):
            length = WIDTHS.get(kind)
            if length is None:
                (length,) = struct.unpack_from("<I", data, position)
                position += 4
            yield kind, name, data[position : position + length]
            position += length + -length % 4


def _after_name(data: bytes, position: int) -> int:
    """Past the GUID and the number or the words by which a property is named."""
    (is_named_by_words,) = struct.unpack_from("<I", data, position + 16)
    if not is_named_by_words:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + length + -length % 4


def _text(data: bytes) -> str:
    return data.rstrip(b"\0").decode("cp1252", "replace")
