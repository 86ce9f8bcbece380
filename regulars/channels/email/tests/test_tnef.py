import struct

from hypothesis import given
from hypothesis import strategies as st

from regulars.channels.email.mime.mapi import (
    CONTENT,
    CONTENT_ID,
    LONG_NAME,
    OBJECT,
    PACKED_RTF,
    SUBJECT,
    UNICODE,
    WORDS,
)
from regulars.channels.email.mime.tnef import (
    BODY,
    CODE_PAGE,
    DATA,
    LETTER_PROPERTIES,
    NEW_FILE,
    PROPERTIES,
    SIGNATURE,
    TITLE,
    item_in,
)
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.outlook_files import packed


def attribute(kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", 2, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def long_name(name: str, *, as_property: int = LONG_NAME) -> bytes:
    number = struct.pack("<HHI", 3, 0x0E21, 7)
    named = struct.pack("<HH", 0x0B, 0x8001) + bytes(16) + struct.pack("<III", 0, 1, 1)
    value = name.encode("utf-16-le") + b"\0\0"
    words = struct.pack("<HHII", UNICODE, as_property, 1, len(value)) + value + bytes(-len(value) % 4)
    return struct.pack("<I", 3) + number + named + words


def held(kind: int, name: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)


def properties(*written: bytes) -> bytes:
    return struct.pack("<I", len(written)) + b"".join(written)


def enclosed(wrapped: bytes, *, text: bytes = b"") -> bytes:
    head = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n" + text
    return head + b"\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\n" + wrapped + b"\n--b--\n"


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


def files_in(content: bytes) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in item_in(content).files]


def test_files_come_out_with_their_long_names() -> None:
    assert files_in(WRAPPED) == [("Rechnung für Jörg.pdf", b"%PDF"), ("beans.txt", b"Yirgacheffe")]


def test_a_damaged_end_leaves_the_files_before_it() -> None:
    assert files_in(WRAPPED[:-30])[0] == ("Rechnung für Jörg.pdf", b"%PDF")


def test_a_letter_that_says_nothing_outside_says_what_was_wrapped() -> None:
    wrapped = SIGNATURE + b"\x01\x00" + attribute(CODE_PAGE, struct.pack("<II", 1251, 0))
    wrapped += attribute(BODY, "Она\r\nсломана?\0".encode("cp1251"))
    assert parse(enclosed(wrapped)).text == "Она\nсломана?"
    wrapped += attribute(LETTER_PROPERTIES, long_name("Ist sie für mich?", as_property=WORDS))
    letter = parse(enclosed(wrapped))
    assert letter.visible_text == "Ist sie für mich?" and letter.attachments[0].name == "winmail.dat"
    assert parse(enclosed(wrapped, text=b"Said outside")).visible_text == "Said outside"


def test_words_that_are_there_as_rtf_alone_are_read_with_the_pictures_among_them() -> None:
    rtf = rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}Sch\'f6n{\*\htmltag84 <img src='cid:cup'>}}"
    wrapped = SIGNATURE + b"\x01\x00" + attribute(LETTER_PROPERTIES, properties(held(0x102, PACKED_RTF, packed(rtf))))
    wrapped += attribute(NEW_FILE, bytes(14)) + attribute(TITLE, b"cup.png\0") + attribute(DATA, b"\x89PNG")
    wrapped += attribute(PROPERTIES, properties(held(UNICODE, CONTENT_ID, "cup".encode("utf-16-le"))))
    letter = parse(enclosed(wrapped))
    assert (letter.text, letter.html) == ("Schön", '<p>Schön<img src="cid:cup"></p>')
    assert [(file.name, file.is_inline) for file in letter.attachments] == [("winmail.dat", False), ("cup.png", True)]


def test_a_letter_that_is_wrapped_in_another_comes_out_as_a_letter() -> None:
    inner = (
        SIGNATURE
        + b"\x01\x00"
        + attribute(LETTER_PROPERTIES, long_name("Vorher", as_property=SUBJECT))
        + attribute(BODY, b"Why?\0")
    )
    wrapped = SIGNATURE + b"\x01\x00" + attribute(NEW_FILE, bytes(14))
    wrapped += attribute(PROPERTIES, properties(held(OBJECT, CONTENT, bytes(16) + inner)))
    file = parse(enclosed(wrapped)).attachments[1]
    assert (file.name, file.content_type, parse(file.content).subject, parse(file.content).text) == (
        "Vorher.eml",
        "message/rfc822",
        "Vorher",
        "Why?",
    )


@given(st.binary(max_size=300), st.integers(0, len(WRAPPED)))
def test_any_bytes_are_taken(junk: bytes, place: int) -> None:
    item_in(junk)
    item_in(SIGNATURE + junk)
    item_in(WRAPPED[:place] + junk + WRAPPED[place:])
