"""A letter made anew from what a provider told of it. The same words always become the same bytes."""

from __future__ import annotations

from email.message import Message

from regulars.channels.email.mime.writing import CONTROL, letter_of, part


def rebuilt(message: Message) -> bytes:
    """The bytes of anymail's idea of a letter: its headers as they were told, in UTF-8, its texts and its files."""
    parts = [
        _part(each) for each in message.walk() if not each.is_multipart() or each.get_content_maintype() == "message"
    ]
    is_choice = [each.get_content_type() for each in message.walk() if not each.is_multipart()] == [
        "text/plain",
        "text/html",
    ]
    fields = ((name, str(value)) for name, value in message.raw_items())
    return letter_of(fields, parts, kind="alternative" if is_choice else "mixed")


def _part(given: Message) -> bytes:
    content, kind = given.get_content_bytes() or b"", CONTROL.sub(" ", given.get_content_type())
    if given.get_content_maintype() == "text" and not given.get_filename():
        content, kind = (given.get_content_text() or "").encode("utf-8", "replace"), f"{kind}; charset=utf-8"
    elif given.get_content_maintype() == "message":
        kind = "message/rfc822"
    elif charset := given.get_content_charset():
        kind = f"{kind}; charset={CONTROL.sub('', charset)}"
    return part(
        kind,
        content,
        disposition=given.get_content_disposition() or "",
        name=given.get_filename() or "",
        content_id=str(given.get("Content-ID") or ""),
    )
