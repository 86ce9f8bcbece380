"""What a customer writes is stored once, however often their browser sends it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from regulars.conversations.incoming import File
from regulars.conversations.models import Message
from regulars.portal.models import Writing

KEPT = timedelta(days=30)  # longer than a page stays good that somebody left open: they are signed out by then
# A few at a time, and none that somebody else is just taking away.
_FORGET = """
    DELETE FROM portal_writing
    WHERE id IN (SELECT id FROM portal_writing WHERE at < %s ORDER BY at LIMIT 100 FOR UPDATE SKIP LOCKED)
"""
# Whoever comes second with the same key waits here until the first has committed, and then adds none.
_CLAIM = "INSERT INTO portal_writing (key, at) VALUES (%s, %s) ON CONFLICT (key) DO NOTHING RETURNING id"


def once(key: str, put: Callable[[], Message]) -> Message:
    """The message under this key: put there now, or there already. Belongs into a transaction."""
    if (mine := claimed(key)) is None:
        return Writing.objects.select_related("message__conversation").get(key=key).message  # type: ignore[return-value]
    message = put()
    Writing.objects.filter(pk=mine).update(message=message)
    return message


def claimed(key: str) -> int | None:
    """The id of the row under this key, if it was nobody's yet."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [now - KEPT])
        cursor.execute(_CLAIM, [key, now])
        found = cursor.fetchone()
    return found[0] if found else None


def key_of(*said: str, files: Iterable[File] = ()) -> str:
    """The key of what somebody said, by everything that makes it what it is. Other words under the key of an old page are another message."""
    digest = hashlib.sha256()
    for each in said:
        digest.update(f"{len(each)}:{each}".encode("utf-8", "surrogatepass"))
    for file in files:
        digest.update(f"{file.name}:{hashlib.sha256(file.content).hexdigest()}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
