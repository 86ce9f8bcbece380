import struct

from hypothesis import given
from hypothesis import strategies as st

from regulars.channels.email.mime.tnef import (
    BODY,
    DATA,
    LETTER_PROPERTIES,
    LONG_NAME,
    NEW_FILE,
    PROPERTIES,
    SIGNATURE,
    TITLE,
    UNICODE,
    WORDS,
    files_in,
    text_in,
)
from regulars.channels.email.parse import parse


def attribute(kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", 2, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def long_name(name: str, *, as_property: int = LONG_NAME) -> bytes:
    number = struct.pack("<HHI", 3, 0x0E21, 7)
    named = struct.pack("<HH", 0x0B, 0x8001) + bytes(16) + struct.pack("<III", 0, 1, 1)
    value = name.encode("utf-16-le") + b"\0\0"
    words = struct.pack("<HHII", UNICODE, as_property, 1, len(value)) + value + bytes(-len(value) % 4)
    return struct.pack("<I", 3) + number + named + words


WRAPPED = (
    SIGNATURE
    + b"\x01\x00"
    + attribute(0x00089006, b"\0\0\1\0")
    + attribute(NEW_FILE, bytes(14))
    + attribute(TITLE, b"RECHNU~1.PDF\0")
    + attribute(DATA, b"%PDF")
    + attribute(PROPERTIES, long_name("Rechnung für Jörg.pdf"))
    + attribute(NEW_FILE, bytes(14))
    + attribute(TITLE, b"beans.txt\0")
    + attribute(DATA, b"Yirgacheffe")
)


def test_files_come_out_with_their_long_names() -> None:
    assert files_in(WRAPPED) == [("Rechnung für Jörg.pdf", b"%PDF"), ("beans.txt", b"Yirgacheffe")]


def test_a_damaged_end_leaves_the_files_before_it() -> None:
    assert files_in(WRAPPED[:-30])[0] == ("Rechnung für Jörg.pdf", b"%PDF")


def test_a_letter_that_says_nothing_outside_says_what_was_wrapped() -> None:
    wrapped = SIGNATURE + b"\x01\x00" + attribute(BODY, b"Is it ?\r\nbroken\0")
    assert text_in(wrapped) == "Is it ?\nbroken"
    wrapped += attribute(LETTER_PROPERTIES, long_name("Ist sie für mich?", as_property=WORDS))
    head = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    end = b"\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\n" + wrapped + b"\n--b--\n"
    letter = parse(head + end)
    assert letter.visible_text == "Ist sie für mich?" and letter.attachments[0].name == "winmail.dat"
    assert parse(head + b"\nSaid outside" + end).visible_text == "Said outside"


@given(st.binary(max_size=300), st.integers(0, len(WRAPPED)))
def test_any_bytes_are_taken(junk: bytes, place: int) -> None:
    files_in(junk)
    text_in(WRAPPED[:place] + junk + WRAPPED[place:])
    files_in(SIGNATURE + junk)
    files_in(WRAPPED[:place] + junk + WRAPPED[place:])
