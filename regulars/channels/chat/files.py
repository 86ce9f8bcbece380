"""Files in a chat: those that a visitor sends with a message, and the addresses under which they see those of their talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.signing import BadSignature, TimestampSigner

from regulars.channels.chat.limits import MOST_FILES
from regulars.channels.chat.models import Line, Upload, Visitor
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment
from regulars.lib import blobs

_signer = TimestampSigner(salt="regulars.channels.chat.file")
SHOWN_FOR = 7 * 24 * 60 * 60  # seconds: a page that is opened gets new addresses


def sent_with(visitor: Visitor, client_ids: Iterable[str]) -> tuple[File, ...]:
    """The files that a message names, of those that this visitor has sent before, in the message's order."""
    asked = list(dict.fromkeys(client_ids))[:MOST_FILES]
    known = {each.client_id: each for each in Upload.objects.filter(visitor=visitor, client_id__in=asked)}
    return tuple(_file(known[each]) for each in asked if each in known)


def _file(upload: Upload) -> File:
    with blobs.fetch(upload.sha256) as content:
        return File(name=upload.name, content=content.read(), content_type=upload.content_type)


def shown_with(visitor: int, messages: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """What a panel shows of the files of these messages, by message."""
    shown = defaultdict(list)
    for each in Attachment.objects.filter(message__in=messages).order_by("pk"):
        address = f"files/{_signer.sign(f'{visitor}.{each.pk}')}"
        facts = {"name": each.name, "size": each.size, "is_picture": each.is_image, "address": address}
        shown[each.message_id].append(facts)
    return shown


def file_behind(token: str, *, widget: int) -> Attachment | None:
    """The file that a signed address means, while its visitor still sees the message that it came with."""
    try:
        visitor, _dot, number = _signer.unsign(token, max_age=SHOWN_FOR).partition(".")
    except BadSignature:
        return None
    lines = Line.objects.filter(visitor=visitor, visitor__widget=widget)
    return Attachment.objects.filter(pk=number, message__in=lines.values("message")).first()
