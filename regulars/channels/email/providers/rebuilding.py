"""A letter made anew from what a provider told of it. The same words always become the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from email.message import Message
from urllib.parse import quote

FIELD_NAME = re.compile(r"[!-9;-~]{1,76}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
OF_PARTS = ("content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version")
LINE = 57  # bytes: 76 letters of base64


def rebuilt(message: Message) -> bytes:
    """The bytes of anymail's idea of a letter: its headers as they were told, in UTF-8, its texts and its files."""
    parts = [
        _part(each) for each in message.walk() if not each.is_multipart() or each.get_content_maintype() == "message"
    ]
    boundary = b"=_" + hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
    is_choice = [each.get_content_type() for each in message.walk() if not each.is_multipart()] == [
        "text/plain",
        "text/html",
    ]
    kind = b"alternative" if is_choice else b"mixed"
    head = b"".join(_headers(message)) + b"MIME-Version: 1.0\r\n"
    head += b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    return head + b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts) + b"--" + boundary + b"--\r\n"


def _leaves(part: Message) -> Iterator[Message]:
    """The parts that hold something themselves; an attached letter is one, whatever it has inside."""
    if part.get_content_maintype() == "multipart":
        for each in part.get_payload() if part.is_multipart() else ():
            yield from _leaves(each)
    else:
        yield part


def _headers(message: Message) -> Iterator[bytes]:
    for name, value in message.raw_items():
        if name.lower() not in OF_PARTS and FIELD_NAME.fullmatch(name):
            yield _field(name, CONTROL.sub(" ", str(value)))


def _part(part: Message) -> bytes:
    content, kind = _content(part), CONTROL.sub(" ", part.get_content_type())
    fields = []
    if part.get_content_maintype() == "text" and not part.get_filename():
        content, kind = (part.get_content_text() or "").encode("utf-8", "replace"), f"{kind}; charset=utf-8"
    elif part.get_content_maintype() == "message":
        kind = "message/rfc822"
    elif charset := part.get_content_charset():
        kind = f"{kind}; charset={CONTROL.sub('', charset)}"
    if disposition := part.get_content_disposition():
        fields.append(_field("Content-Disposition", disposition + _named(part.get_filename())))
    if content_id := part.get("Content-ID"):
        fields.append(_field("Content-ID", CONTROL.sub("", str(content_id))))
    head = _field("Content-Type", kind) + b"".join(fields) + b"Content-Transfer-Encoding: base64\r\n\r\n"
    return head + b"\r\n".join(base64.b64encode(content[at : at + LINE]) for at in range(0, len(content), LINE))


def _content(part: Message) -> bytes:
    return part.get_content_bytes() or b""


def _named(name: str | None) -> str:
    return f"; filename*=utf-8''{quote(CONTROL.sub(' ', name), safe='')}" if name else ""


def _field(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("utf-8", "replace")
