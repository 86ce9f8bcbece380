"""Telling the same letter by another path from another letter with the same Message-ID."""

from hashlib import blake2b
from uuid import UUID

from regulars.channels.email.letter import Letter
from regulars.channels.email.mime.header_block import BLANK_LINE


def fingerprint(letter: Letter, raw: bytes) -> UUID:
    """The same for letters that say the same, whatever servers wrote above them on their way."""
    total = blake2b(digest_size=16)
    people = ",".join(person.email for person in (*letter.to, *letter.cc))
    for words in (letter.message_id, letter.from_email, people, letter.subject, str(letter.date)):
        total.update(words.encode("utf-8", "replace") + b"\0")
    total.update(_body(raw))
    return UUID(bytes=total.digest())


def _body(raw: bytes) -> bytes:
    """What follows the headers, without the differences that servers make in line ends."""
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    blank = BLANK_LINE.search(raw, start)
    return raw[blank.end() if blank else start :].replace(b"\r\n", b"\n").strip()
