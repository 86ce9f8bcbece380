"""Content-Transfer-Encoding undone as far as it goes: damaged encodings give what they still hold."""

import binascii
import quopri
import re
from collections.abc import Iterator

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
FOREIGN_TO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]| (?=\S)")
PADDING = re.compile(rb"={1,2}\s")
BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]+)\r?\n", re.M)
END = re.compile(rb"^(?:end|====)[ \t]*\r?$\n?", re.M)
SAMPLE = 2000  # bytes that tell whether something is base64 at all


def decoded(body: bytes, encoding: str) -> bytes:
    """The bytes that were encoded; unknown encodings leave them as they are."""
    encoding = re.split(r"[\s;(]", encoding.strip().strip("\"'").lower())[0]
    if encoding in {"base64", "b", "base-64"}:
        return from_base64(body) if _is_base64(body) else body
    if encoding in {"quoted-printable", "quoted_printable", "qp", "q", "quotedprintable"}:
        return quopri.decodestring(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return next((content for _, content in uuencoded_files(body)), body)
    return body


def from_base64(body: bytes) -> bytes:
    """Tolerates line ends, blanks, foreign characters, missing or doubled padding, several streams after each other."""
    if b"=" not in body.rstrip(b"\r\n ="):
        return _stream(body)
    end = PADDING.search(body)
    if end and FOREIGN_TO_BASE64.search(body, end.end()):  # a mailing list's footer, put below in clear
        return _stream(body[: end.start()]) + b"\n" + body[end.end() :].lstrip()
    return b"".join(_stream(stream) for stream in re.split(rb"=+", body))


def _is_base64(body: bytes) -> bool:
    """Some senders say base64 and write clear text."""
    sample = PADDING.split(body[:SAMPLE], maxsplit=1)[0]
    return len(FOREIGN_TO_BASE64.findall(sample)) * 20 <= len(sample)


def _stream(encoded: bytes) -> bytes:
    try:
        return binascii.a2b_base64(encoded)
    except binascii.Error:  # too few or too many letters at the end
        letters = NOT_BASE64.sub(b"", encoded)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def uuencoded_files(body: bytes) -> list[tuple[bytes, bytes]]:
    """Name and content of each file that stands uuencoded in a text."""
    return [(begin[1].strip(), _from_uu(body[begin.end() : end.start()])) for begin, end in _uuencoded(body)]


def without_uuencoded_files(body: bytes) -> bytes:
    """The text around them."""
    position, around = 0, []
    for begin, end in _uuencoded(body):
        around.append(body[position : begin.start()])
        position = end.end()
    return b"".join([*around, body[position:]]) if around else body


def _uuencoded(body: bytes) -> Iterator[tuple[re.Match[bytes], re.Match[bytes]]]:
    """First and last line of each. Once through: a million beginnings without an end must not cost a million searches."""
    position = 0
    while (begin := BEGIN.search(body, position)) and (end := END.search(body, begin.end())):
        yield begin, end
        position = end.end()


def _from_uu(lines: bytes) -> bytes:
    return b"".join(_uu_line(line) for line in lines.splitlines())


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # some encoders count wrongly: trust the count in the first letter
        length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""
