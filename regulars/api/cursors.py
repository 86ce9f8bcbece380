"""Where a page ends, as an opaque word that the next request brings back."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from regulars.conversations.queries import Cursor
from regulars.lib.refusal import refusal


def written(cursor: Cursor | None) -> str | None:
    return (
        _sealed(" ".join([cursor.at.isoformat(), str(cursor.id), *([str(cursor.part)] if cursor.part else [])]))
        if cursor
        else None
    )


def read(word: str) -> Cursor | None:
    """Raises ValidationError("cursor")."""
    if not word:
        return None
    at, *numbers = _opened(word).split(" ")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise _strange() from None
    if moment.tzinfo is None or len(numbers) not in (1, 2):
        raise _strange()
    return Cursor(moment, *map(_number, numbers))


def written_id(number: int | None) -> str | None:
    return _sealed(str(number)) if number else None


def read_id(word: str) -> int | None:
    """Raises ValidationError("cursor")."""
    return _number(_opened(word)) if word else None


def _sealed(place: str) -> str:
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _opened(word: str) -> str:
    try:
        return urlsafe_b64decode(word.encode() + b"==").decode()
    except (binascii.Error, ValueError):
        raise _strange() from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise _strange()
    return int(text)


def _strange() -> Exception:
    return refusal("cursor", "This is no cursor of ours: take the one in `next`.")
