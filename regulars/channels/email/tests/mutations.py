"""Letters damaged as wires, servers and mischief damage them: for tests that no bytes are too much for the reader."""

import random
from collections.abc import Callable
from pathlib import Path

LETTERS = sorted(Path(__file__).with_name("letters").glob("*.eml"))
SPLINTERS = (
    b"", b"\0", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\xff\xfe", b"=?", b"?=", b"=?utf-8?B?", b"=?x?Q?=ff?=", b"--", b"\x1b$B", b"\x1b(B",
    b"Content-Type: multipart/mixed; boundary=", b"Content-Type: message/rfc822\n\n", b"Content-Type: text/html\n\n", b"<", b">", b"&#0;",
    b"&#xD800;", b"<!--", b"<![CDATA[", b"<table>", b"<blockquote>", b"\"", b"'", b"(", b")", b"<a@b>", b",", b";", b":", b"\t", b" ",
    b"Content-Transfer-Encoding: base64\n", b"charset=utf-16", b"charset=utf-7\n\n+2AA-", b"filename*0*=utf-8''%", b"begin 644 x\n",
    b"From: ", b"On 1 wrote:\n> ", b"-- \n", b"\xed\xa0\x80", b"A" * 3000, b"> " * 200, b"=" * 300, b"(" * 500, b"\n--b" * 40,
)  # fmt: skip


def mutated(letter: bytes, chance: random.Random) -> bytes:
    """The letter after one to eight accidents."""
    for _ in range(chance.randint(1, 8)):
        letter = chance.choice(ACCIDENTS)(letter, chance)
    return letter[:200_000]


def _flipped(letter: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(letter) + 1)
    return letter[:place] + bytes([chance.randrange(256)]) + letter[place + 1 :]


def _splintered(letter: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(letter) + 1)
    return letter[:place] + chance.choice(SPLINTERS) + letter[place:]


def _cut(letter: bytes, chance: random.Random) -> bytes:
    start, end = _span(letter, chance)
    return letter[:start] + letter[end:]


def _doubled(letter: bytes, chance: random.Random) -> bytes:
    start, end = _span(letter, chance)
    return letter[:end] + letter[start:end] * chance.randint(1, 5) + letter[end:]


def _crossed(letter: bytes, chance: random.Random) -> bytes:
    other = chance.choice(LETTERS).read_bytes()
    start, end = _span(other, chance)
    place = chance.randrange(len(letter) + 1)
    return letter[:place] + other[start:end] + letter[place:]


def _lines_shuffled(letter: bytes, chance: random.Random) -> bytes:
    lines = letter.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _span(letter: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(letter) + 1)
    return start, min(len(letter), start + chance.randint(1, 2000))


ACCIDENTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped,
    _splintered,
    _cut,
    _doubled,
    _crossed,
    _lines_shuffled,
)
