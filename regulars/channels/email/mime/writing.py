"""Letters put together by us, where nobody has their bytes. The same words always become the same bytes."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

FIELD_NAME = re.compile(r"[!-9;-~]{1,76}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
OF_PARTS = ("content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version")
LINE = 57  # bytes: 76 letters of base64


def letter_of(fields: Iterable[tuple[str, str]], parts: Sequence[bytes], *, kind: str = "mixed") -> bytes:
    """A letter of these headers, in UTF-8, but for those that speak of parts; and of parts as `part` writes them."""
    boundary = b"=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
    kept = (field(*each) for each in fields if each[0].lower() not in OF_PARTS and FIELD_NAME.fullmatch(each[0]))
    head = b"".join(kept) + b"MIME-Version: 1.0\r\n"
    head += f"Content-Type: multipart/{kind}; ".encode() + b'boundary="' + boundary + b'"\r\n\r\n'
    return head + b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts) + b"--" + boundary + b"--\r\n"


def part(kind: str, content: bytes, *, disposition: str = "", name: str = "", content_id: str = "") -> bytes:
    """A part of a letter, in base64."""
    fields = [field("Content-Type", kind)]
    if disposition:
        fields.append(field("Content-Disposition", disposition + _named(name)))
    if content_id:
        fields.append(field("Content-ID", content_id))
    head = b"".join(fields) + b"Content-Transfer-Encoding: base64\r\n\r\n"
    return head + b"\r\n".join(base64.b64encode(content[at : at + LINE]) for at in range(0, len(content), LINE))


def field(name: str, value: str) -> bytes:
    return f"{name}: {CONTROL.sub(' ', value)}\r\n".encode("utf-8", "replace")


def _named(name: str) -> str:
    return f"; filename*=utf-8''{quote(CONTROL.sub(' ', name), safe='')}" if name else ""
