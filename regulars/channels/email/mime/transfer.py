"""Content-Transfer-Encoding undone as far as it goes: damaged encodings give what they still hold."""

import binascii
import quopri
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
UUENCODED = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]+)\r?\n(.*?)^(?:end|====)[ \t]*\r?$\n?", re.M | re.S)


def decoded(body: bytes, encoding: str) -> bytes:
    """The bytes that were encoded; unknown encodings leave them as they are."""
    encoding = encoding.strip().strip("\"'").lower()
    if encoding in {"base64", "b", "base-64", "base 64"}:
        return from_base64(body)
    if encoding in {"quoted-printable", "quoted_printable", "qp", "q", "quotedprintable"}:
        return quopri.decodestring(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return next((content for _, content in uuencoded_files(body)), body)
    return body


def from_base64(body: bytes) -> bytes:
    """Tolerates line ends, blanks, foreign characters, missing or doubled padding, several streams after each other."""
    try:
        return binascii.a2b_base64(body, strict_mode=False) if b"=" not in body.rstrip(b"\r\n =") else _by_streams(body)
    except binascii.Error:
        return _by_streams(body)


def _by_streams(body: bytes) -> bytes:
    streams = re.split(rb"=+", NOT_BASE64.sub(b"", body))
    return b"".join(_padded(stream) for stream in streams if len(stream) > 1)


def _padded(stream: bytes) -> bytes:
    if len(stream) % 4 == 1:
        stream = stream[:-1]
    return binascii.a2b_base64(stream + b"=" * (-len(stream) % 4))


def uuencoded_files(body: bytes) -> list[tuple[bytes, bytes]]:
    """Name and content of each file that stands uuencoded in a text."""
    return [(found[1].strip(), _from_uu(found[2])) for found in UUENCODED.finditer(body)] if b"begin" in body else []


def without_uuencoded_files(body: bytes) -> bytes:
    """The text around them."""
    return UUENCODED.sub(b"", body) if b"begin" in body else body


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
