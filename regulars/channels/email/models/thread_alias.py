from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

from django.db import connection, models

from regulars.conversations.models import Conversation

AMAZON = re.compile(r"@(?:[\w-]{1,63}\.){0,3}amazonses\.com$", re.I)
_ADD = """
    INSERT INTO email_threadalias (key, conversation_id, is_own)
    SELECT key, %s, is_own FROM unnest(%s::uuid[], %s::boolean[]) AS seen (key, is_own)
    ON CONFLICT (key, conversation_id) DO UPDATE SET is_own = true WHERE excluded.is_own AND NOT email_threadalias.is_own
"""


class ThreadAlias(models.Model):
    """A Message-ID by which a conversation is known: of a letter in it, or only mentioned by one and never seen."""

    key = models.UUIDField()  # see `key_of`
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    is_own = models.BooleanField()  # the id of a letter that is here, not only a mention

    class Meta:
        verbose_name_plural = "thread aliases"
        constraints = [models.UniqueConstraint(fields=["key", "conversation"], name="alias_once")]


def key_of(external_id: str) -> UUID:
    """A Message-ID in 16 bytes: ids run to hundreds of characters, and there are several a letter.

    Amazon tells whoever sends only the first part of the id that it writes into the letter.
    """
    told = AMAZON.sub("", external_id.strip().strip("<>"))
    return UUID(bytes=blake2b(told.encode("utf-8", "replace"), digest_size=16).digest())


def remember_ids(conversation_id: int, *, own: str, mentioned: Iterable[str] = ()) -> None:
    """From now on these ids lead to the conversation."""
    keys = {key_of(each): False for each in mentioned} | ({key_of(own): True} if own else {})
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [conversation_id, list(keys), list(keys.values())])
