"""Files that Outlook writes, and the RTF in which it keeps its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.channels.email.actions.import_mail import import_mail
from regulars.channels.email.archives import Archive
from regulars.channels.email.forwards import forwarded
from regulars.channels.email.mime import mapi
from regulars.channels.email.mime.compound import folder_in
from regulars.channels.email.mime.outlook import INNER, letter_in
from regulars.channels.email.mime.packed_rtf import unpacked
from regulars.channels.email.mime.rtf import words_in
from regulars.channels.email.models import Mailbox
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.outlook_files import compound, packed, properties
from regulars.conversations.models import Message

SENT = 133_985_160_000_000_000  # 2025-08-01 10:00 UTC
RTF = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}The m\'fchle is loud.{\*\htmltag84 <img src='cid:cup'>}}"
FONTS = rb"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fnil\fcharset128 MS Gothic;}}"


def a_letter_of_outlook(**said: object) -> bytes:
    own = {mapi.SUBJECT: "Grüße", mapi.SENDER_NAME: "Ada Moreau", mapi.SENDER_SMTP: "ada@example.com", mapi.SENT: SENT}
    root = properties(own | {mapi.PACKED_RTF: packed(RTF), mapi.MESSAGE_ID: "<1@example.com>"}, header=32)
    to = {mapi.NAME: "Coffee", mapi.SMTP_ADDRESS: "hello@coffee.example", mapi.ROLE: 1}
    cup = {mapi.LONG_NAME: "Tasse.png", mapi.CONTENT: b"\x89PNG", mapi.CONTENT_ID: "cup"}
    large = {mapi.LONG_NAME: "manual.pdf", mapi.CONTENT: b"%PDF" * 2000}
    inner = properties({mapi.SUBJECT: "Before", mapi.WORDS: "What I had written."}, header=24)
    folders = [properties(each, header=8) for each in (to, cup, large)] + [properties({}, header=8) | {INNER: inner}]
    names = ("recip_version1.0_#0", "attach_version1.0_#0", "attach_version1.0_#1", "attach_version1.0_#2")
    return compound(root | {f"__{name}": folder for name, folder in zip(names, folders, strict=True)})


LETTER = a_letter_of_outlook()


def test_a_letter_in_a_file_of_outlook_s_is_read_like_any_other() -> None:
    letter = parse(LETTER)
    assert (letter.subject, letter.from_name, letter.from_email) == ("Grüße", "Ada Moreau", "ada@example.com")
    assert (str(letter.to[0]), letter.message_id) == ("Coffee <hello@coffee.example>", "<1@example.com>")
    assert letter.date.isoformat() == "2025-08-01T10:00:00+00:00"
    assert (letter.text, letter.html) == ("The mühle is loud.", '<p>The mühle is loud.<img src="cid:cup"></p>')
    cup, manual, before = letter.attachments
    assert (cup.name, cup.is_inline, manual.size, before.name) == ("Tasse.png", True, 8000, "Before.eml")
    assert parse(before.content).text == "What I had written."


def test_it_keeps_the_headers_of_its_journey() -> None:
    headers = (
        "Received: from a\r\n\tby b\r\nFrom: Bo <bo@example.com>\r\nContent-Type: text/html\r\nSubject: As sent\r\n"
    )
    letter = parse(compound(properties({mapi.HEADERS: headers, mapi.SUBJECT: "As shown", mapi.WORDS: "Hi"}, header=32)))
    assert (letter.from_email, letter.subject, letter.text) == ("bo@example.com", "As sent", "Hi")


def test_passed_on_as_a_file_it_is_its_author_s() -> None:
    head = (
        b"From: noor@coffee.example\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee this.\n--b\n"
    )
    part = b"Content-Type: application/vnd.ms-outlook; name=letter.msg\nContent-Transfer-Encoding: 8bit\n\n"
    original = forwarded(parse(head + part + LETTER + b"\n--b--\n"))
    assert original and (original.author.email, original.text) == ("ada@example.com", "The mühle is loud.")


def test_it_is_filed_with_the_old_letters(hello: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "old.msg").write_bytes(LETTER)
    (tmp_path / "damaged.msg").write_bytes(LETTER[:600])
    with Archive(tmp_path) as archive:
        outcome = import_mail(archive.letters(), mailbox=hello, progress=lambda *_: None)
    old = Message.objects.get(author_address="ada@example.com")
    assert (outcome.kept, outcome.troubles, old.text, old.at.year) == (2, [], "The mühle is loud.", 2025)


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"Gr\'fc\'dfe \u8364?5\par\f1\'cf\'f0\'e8\f0\'e9\par\f2\'93\'fa\'96\'7b", "Grüße €5\nПриé\n日本"),
        (rb"\uc2\u-10179 ??\u-8704 ??{\uc0\u233}x{\*\secret no}{\pict 89504e}\tab\{\\\}\~\emdash", "😀éx\t{\\}\u00a0—"),
        (rb"{\field{\*\fldinst HYPERLINK http://a}{\fldrslt there}}\bin3 {\}!\line", "there!\n"),
        (b"{" * 100_000, ""),
    ],
)
def test_rtf_says_its_words(rtf: bytes, text: str) -> None:
    assert words_in(rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + rb"{\colortbl;\red0;}\pard " + rtf + b"}") == (text, "")


def test_what_stands_in_for_html_is_left_out_of_it() -> None:
    rtf = rb"{\rtf1\ansi\fromhtml1{\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 so{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    assert words_in(rtf + rb"{\*\mhtmltag84 <i>}{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0\par}") == (
        "",
        "<b>so</b>&amp;\n",
    )


def _again(place: int, length: int) -> bytes:
    return (place << 4 | length - 2).to_bytes(2, "big")


def test_packed_words_go_on_with_what_they_have_just_said() -> None:
    tokens = [_again(0, 6), b" ", b"l", b"a", _again(213, 9), b"}", _again(207 + 20, 2)]  # the last names where it ends
    flags = sum(1 << place for place, token in enumerate(tokens) if len(token) == 2)
    assert unpacked(bytes(8) + b"LZFu" + bytes(4) + bytes([flags]) + b"".join(tokens)) == rb"{\rtf1 la la la la}"
    assert unpacked(packed(RTF)) == RTF and unpacked(b"\0" * 8 + b"MELA" + bytes(4) + RTF) == RTF


@settings(max_examples=60)
@given(st.binary(max_size=40), st.integers(0, len(LETTER)), st.integers(0, 3000))
def test_any_damage_is_taken(junk: bytes, place: int, lost: int) -> None:
    damaged = LETTER[:place] + junk + LETTER[place + lost :]
    assert parse(damaged).error in {
        "",
        "ValueError: this file is damaged",
        "ValueError: this file of Microsoft Office is no letter",
    }
    words_in(RTF[: place % len(RTF)] + junk + RTF[place % len(RTF) :])
    unpacked(packed(RTF)[: place % 100] + junk)


def test_chains_that_end_in_themselves_end() -> None:
    ringed = LETTER[:76] + bytes(436) + LETTER[512:]  # every sector of the table is the first one
    with pytest.raises(ValueError):
        letter_in(ringed[:68] + bytes(4) + ringed[72:])
    assert folder_in(LETTER).keys() >= {"__attach_version1.0_#0"}
