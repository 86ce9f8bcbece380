import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.channels.email.parse import TOO_MANY_PARTS, parse
from regulars.channels.email.tests.mutations import LETTERS, mutated

HEAD = b"From: ada@mail.example\nTo: hello@coffee.example\n"


@given(st.binary(max_size=3000))
@settings(max_examples=200)
def test_any_bytes_are_read(raw: bytes) -> None:
    parse(raw).text.encode("utf-8")
    assert parse(raw).error == ""


@given(st.sampled_from(LETTERS), st.integers(min_value=0))
@settings(max_examples=150, deadline=None)
def test_damaged_letters_are_read(path, seed: int) -> None:
    letter = parse(mutated(path.read_bytes(), random.Random(seed)))
    assert letter.error in {"", TOO_MANY_PARTS}
    for text in (
        letter.text,
        letter.subject,
        letter.html,
        letter.from_email,
        letter.from_name,
        *(file.name for file in letter.attachments),
    ):
        assert "\0" not in text
        text.encode("utf-8")


HUGE = {
    "nested five thousand times": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(5000)),
    "letters in letters": HEAD + b"Content-Type: message/rfc822\n\n" * 20_000,
    "a header of five megabytes": HEAD + b"Subject: " + b"x " * 2_500_000 + b"\n\nhi",
    "a line without end": HEAD + b"\n" + b"a" * 3_000_000,
    "introductions only": HEAD + b"\n" + b"On x 10:00 Bob <b@x.y>\nwrote:\n" * 20_000,
    "headers of quotes only": HEAD + b"\n" + b"From: a\nSent: b\n" * 30_000,
    "bad lines among headers": HEAD + b"bad line\n" * 25_000 + b"X-Last: 1\n\nhi",
    "encoded words that never end": b"From: " + b"=?a?q?" * 40_000 + b"\n\nhi",
    "brackets": b"To: " + b'<("' * 80_000 + b"\n\nhi",
    "false boundaries": HEAD + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--ab\n" * 300_000,
}


@pytest.mark.parametrize("raw", HUGE.values(), ids=HUGE)
def test_letters_made_to_be_slow_are_not(raw: bytes) -> None:
    began = time.process_time()
    assert parse(raw).error == ""
    assert time.process_time() - began < 20  # seconds of work; each takes below one


def test_parts_beyond_the_thousandth_are_left_out_and_that_is_said() -> None:
    letter = parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 20_000)
    assert letter.text.split() == ["hi"] * 1000
    assert "more parts" in letter.error


def test_fifty_megabytes_come_out_byte_for_byte() -> None:
    content = bytes(range(256)) * 4096 * 8
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: image/x; name=a.bin\n\n"
        + content
        + b"\n--b--\n"
    )
    (file,) = parse(raw).attachments
    assert file.content == content and file.size == len(content)


@pytest.mark.parametrize(("zone", "hours"), [("CET", 1), ("MESZ", 2), ("JST", 9), ("EST", -5), ("+0530 (IST)", 5.5)])
def test_zones_that_go_by_a_name_are_understood(zone: str, hours: float) -> None:
    letter = parse(HEAD + f"Date: Tue, 3 Mar 2026 12:00:00 {zone}\n\nHi".encode())
    assert letter.date.utcoffset().total_seconds() == hours * 3600
