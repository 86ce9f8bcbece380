"""Where headers end and the body begins, and the headers between, even when they are damaged."""

import re

from regulars.channels.email.mime import charsets, encoded_words

LONGEST = 256 * 1024
FOLD = re.compile(rb"[\r\n]+")
LINE_END = re.compile(rb"(?>\r\n|\n|\r)")
BLANK_LINE = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.S)
KNOWN_FIELD = re.compile(
    rb"^(?:content-|mime-version|from|to|cc|subject|date|received|message-id|return-path|reply-to|references|in-reply-to|x-|dkim-)"
    rb"[a-z0-9-]*[ \t]*:",
    re.I | re.M,
)


class HeaderBlock:
    """The headers of one part, by name in lower case; values are decoded when asked for."""

    __slots__ = ("_values", "fallback_charset")

    def __init__(self, fields: list[tuple[str, list[bytes]]]) -> None:
        self._values: dict[str, list[bytes]] = {}
        for name, lines in fields:
            self._values.setdefault(name, []).append(b"".join(lines))
        self.fallback_charset = ""

    def __bool__(self) -> bool:
        return bool(self._values)

    def all(self, name: str) -> list[str]:
        """Each value of a header, unfolded, as text with its encoded words still encoded."""
        return [self._as_text(value) for value in self._values.get(name, ())]

    def text(self, name: str) -> str:
        """The first value that is not empty, or ""."""
        return next(filter(None, self.all(name)), "") if name in self._values else ""

    def decoded(self, name: str) -> str:
        """The first value that is not empty, as a person would read it."""
        return encoded_words.decode(self.text(name))

    def _as_text(self, value: bytes) -> str:
        value = value.strip()
        if b"\n" in value or b"\r" in value:
            value = FOLD.sub(b"", value)
        return charsets.decode(value, fallback=self.fallback_charset)


def read_header_block(raw: bytes, start: int, end: int) -> tuple[HeaderBlock, int]:
    """The headers that begin at `start`, and where the body begins. At most 256 kB of headers are read."""
    if raw[start : min(start + 1, end)] in (b"\r", b"\n"):
        return HeaderBlock([]), LINE_END.match(raw, start, end).end()
    blank = BLANK_LINE.search(raw, start, end)
    headers_end, body_start = (blank.start(), blank.end()) if blank else (end, end)
    fields: list[tuple[str, list[bytes]]] = []
    position, last_known = start, None
    for line in raw[start : min(headers_end, start + LONGEST)].splitlines(keepends=True):
        is_indented = line[:1] in b" \t" and position != start  # at the very top a blank is a slip
        found = FIELD.match(line.lstrip(b" \t")) if not is_indented else None
        if found:
            fields.append((found[1].decode("ascii").lower(), [found[2]]))
        elif fields and is_indented:
            fields[-1][1].append(line)
        elif fields and position < (last_known := _last_known(raw, start, headers_end, last_known)):
            fields[-1][1].append(line)  # a folded line that lost its indent
        elif position != start or not line.startswith((b"From ", b">From ")):
            return HeaderBlock(fields), position  # no header at all: the empty line before the body got lost
        position += len(line)
    return HeaderBlock(fields), body_start


def _last_known(raw: bytes, start: int, end: int, known: int | None) -> int:
    """Where the last header of a familiar name begins, sought once."""
    if known is None:
        known = max((found.start() for found in KNOWN_FIELD.finditer(raw, start, end)), default=-1)
    return known
