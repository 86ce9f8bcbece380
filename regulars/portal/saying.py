"""What a customer wrote, read and checked: the words, and the files that came with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from regulars.channels import CHANNELS
from regulars.conversations.incoming import File
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

LONGEST = 50_000  # characters
MOST_FILES = 10


def words(given: str, *, needed: bool = True) -> str:
    """The text of a message. Raises ValidationError("text")."""
    text = storable(given).replace("\r\n", "\n").strip()
    if needed and not text:
        raise refusal("text", _("Write a few words."), "missing")
    if len(text) > LONGEST:
        raise refusal("text", _("That is longer than %d characters. Send it as a file.") % LONGEST, "too_long")
    return text


def files(uploads: Sequence[UploadedFile]) -> tuple[File, ...]:
    """The files of a message, as they came. Raises ValidationError("files")."""
    if len(uploads) > MOST_FILES:
        raise refusal("files", _("Send at most %d files at once.") % MOST_FILES, "too_many")
    return tuple(_file(each) for each in uploads)


def _file(upload: UploadedFile) -> File:
    name, largest = storable(upload.name or _("file"))[:255], CHANNELS["portal"].largest_file
    if not upload.size:
        raise refusal("files", _("“%s” is empty.") % name)
    if upload.size > largest:
        raise refusal(
            "files", _("“{name}” is larger than {size} MB.").format(name=name, size=largest // 1024**2), "too_large"
        )
    return File(
        name=name, content=upload.read(), content_type=(upload.content_type or "application/octet-stream")[:127]
    )
