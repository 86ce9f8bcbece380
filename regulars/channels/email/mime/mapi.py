"""Letters as Outlook and Exchange hold them, property by property (MS-OXPROPS), whatever the file around them."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from regulars.channels.email.mime import charsets
from regulars.channels.email.mime.packed_rtf import unpacked
from regulars.channels.email.mime.rtf import PAGES, words_in
from regulars.channels.email.mime.writing import letter_of, part

Value = str | bytes | int
NUMBER, TRUTH, TIME, TEXT, UNICODE, OBJECT, BINARY = 0x03, 0x0B, 0x40, 0x1E, 0x1F, 0x0D, 0x102
SUBJECT, SENT, CAME, HEADERS, MESSAGE_ID, REFERENCES, ANSWERS = 0x37, 0x39, 0x0E06, 0x7D, 0x1035, 0x1039, 0x1042
SENDER_NAME, SENDER, SENDER_SMTP, AUTHOR_SMTP, AUTHOR = 0x0C1A, 0x0C1F, 0x5D01, 0x5D02, 0x65
WORDS, HTML, PACKED_RTF, PAGE, PAGE_OF_HTML = 0x1000, 0x1013, 0x1009, 0x3FFD, 0x3FDE
ROLE, NAME, ADDRESS, SMTP_ADDRESS = 0x0C15, 0x3001, 0x3003, 0x39FE
LONG_NAME, SHORT_NAME, CONTENT, CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x3712
ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass
class File:
    name: str
    content: bytes
    content_id: str = ""
    is_letter: bool = False


@dataclass
class Item:
    """A letter: its own properties, those of its recipients, and its files."""

    values: dict[int, Value] = field(default_factory=dict)
    people: Sequence[dict[int, Value]] = ()
    files: Sequence[File] = ()

    def text(self, *numbers: int) -> str:
        """The first of these properties that says something."""
        return _text(self.values, *numbers)


def value_of(kind: int, octets: bytes, *, page: int = 1252) -> Value:
    """A property by its type; 8-bit text by its code page. Raises struct.error for a number without its bytes."""
    if kind == UNICODE:
        return charsets.clean(octets.decode("utf-16-le", "replace").rstrip("\0"))
    if kind == TEXT:
        return charsets.decode(octets.rstrip(b"\0"), charset(page))
    if kind in {NUMBER, TRUTH}:
        return struct.unpack_from("<I" if kind == NUMBER else "<H", octets)[0]
    return struct.unpack_from("<Q", octets)[0] if kind == TIME else octets


def charset(page: int) -> str:
    return PAGES.get(page, f"cp{page}")


def file_of(values: dict[int, Value], content: bytes) -> File:
    name = _text(values, LONG_NAME, SHORT_NAME, NAME)
    return File(name, content, _text(values, CONTENT_ID).strip("<> "))


def letter_within(item: Item) -> File:
    """A letter that another one carries, as a file."""
    return File(f"{item.text(SUBJECT) or 'letter'}.eml", letter_from(item), is_letter=True)


def words_of(values: dict[int, Value]) -> tuple[str, str]:
    """Its plain text and its HTML, whichever way they are held; "" for what it has not."""
    plain, html = _text(values, WORDS), values.get(HTML, "")
    if isinstance(html, bytes):
        page = values.get(PAGE_OF_HTML)
        html = charsets.decode(html.rstrip(b"\0"), charset(page) if isinstance(page, int) else "")
    packed = values.get(PACKED_RTF)
    if isinstance(packed, bytes) and not html:
        text, html = words_in(unpacked(packed))
        plain = plain if plain.strip() else text
    return plain.replace("\r\n", "\n"), charsets.clean(html) if isinstance(html, str) else ""


def letter_from(item: Item) -> bytes:
    """The letter as one that any program reads: under the headers it came with, where they were kept."""
    texts = zip(("plain", "html"), words_of(item.values), strict=True)
    parts = [part(f"text/{kind}; charset=utf-8", text.encode("utf-8", "replace")) for kind, text in texts if text]
    if len(parts) == 2:
        parts = [letter_of((), parts, kind="alternative")]
    return letter_of(_fields(item), [*parts, *map(_attached, item.files)])


def _attached(file: File) -> bytes:
    return part(
        "message/rfc822" if file.is_letter else "application/octet-stream",
        file.content,
        disposition="attachment",
        name=file.name,
        content_id=f"<{file.content_id}>" if file.content_id else "",
    )


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    kept = list(_kept(item.text(HEADERS)))
    yield from kept
    known = {name.lower() for name, _ in kept}
    yield from ((name, value) for name, value in _told(item) if value and name.lower() not in known)


def _kept(headers: str) -> Iterator[tuple[str, str]]:
    """The headers of the letter's journey, each on one line."""
    for line in headers.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ").split("\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip() and name == name.strip():
            yield name, value.strip()


def _told(item: Item) -> Iterator[tuple[str, str]]:
    """The headers of a letter that has made no journey, such as one that was only written."""
    addresses = (item.text(number) for number in (SENDER_SMTP, AUTHOR_SMTP, SENDER, AUTHOR))
    yield "From", _person(item.text(SENDER_NAME), next((each for each in addresses if "@" in each), ""))
    for number, role in ROLES.items():
        people = (each for each in item.people if each.get(ROLE) == number)
        each = (_person(_text(one, NAME), _text(one, SMTP_ADDRESS) or _text(one, ADDRESS)) for one in people)
        yield role, ", ".join(filter(None, each))
    yield "Subject", item.text(SUBJECT)
    yield "Date", _date(item.values.get(SENT) or item.values.get(CAME))
    for name, number in (("Message-ID", MESSAGE_ID), ("In-Reply-To", ANSWERS), ("References", REFERENCES)):
        yield name, item.text(number)


def _person(name: str, address: str) -> str:
    quoted = '"' + name.replace("\\", "").replace('"', "'") + '"' if name and name != address else ""
    return f"{quoted} <{address}>".strip() if "@" in address else quoted


def _date(ticks: Value | None) -> str:
    """From tenths of microseconds since 1601; "" for a time that is none."""
    try:
        return format_datetime(EPOCH + timedelta(microseconds=ticks // 10)) if isinstance(ticks, int) else ""
    except (OverflowError, ValueError):
        return ""


def _text(values: dict[int, Value], *numbers: int) -> str:
    return next((found for number in numbers if isinstance(found := values.get(number), str) and found.strip()), "")
