"""Where a conversation goes on: in the one it was merged into, or, long after it was settled, in a new one that follows it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from regulars.conversations.adding import locked
from regulars.conversations.models import Conversation

_SURVIVORS = """
    WITH RECURSIVE hop (start, id, next) AS (
        SELECT id, id, merged_into_id FROM conversations_conversation WHERE id = ANY(%s)
        UNION SELECT hop.start, other.id, other.merged_into_id FROM hop
        JOIN conversations_conversation AS other ON other.id = hop.next
    ) SELECT start, id FROM hop WHERE next IS NULL
"""
_FAMILY = """
    WITH RECURSIVE family (id) AS (
        SELECT %s::bigint UNION SELECT other.id FROM family
        JOIN conversations_conversation AS other ON other.merged_into_id = family.id
    ) SELECT id FROM family
"""


class Place(NamedTuple):
    """Where a message belongs: a conversation, held, or a new one that follows an old one."""

    conversation: Conversation | None
    follows: Conversation | None = None
    origin_id: int | None = None  # the merged conversation that it was addressed to


def survivors(conversation_ids: list[int]) -> dict[int, int]:
    """For each conversation the one that it goes on in: itself, unless it was merged."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVORS, [conversation_ids])
        return dict(cursor.fetchall())


def family_of(conversation: Conversation) -> list[int]:
    """The conversation and all that were merged into it, however deep."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [conversation.pk])
        return [pk for (pk,) in cursor.fetchall()]


def place_of(asked: Conversation, *, is_automatic: bool) -> Place:
    """Where a message that belongs to `asked` goes now. What no person wrote opens nothing, and so stays where it belongs."""
    held = locked(asked)
    origin_id = None if held.pk == asked.pk else asked.pk
    seen = {held.pk}
    while not is_automatic and _is_long_settled(held):
        later = held.followers.filter(merged_into=None).exclude(pk__in=seen).order_by("-pk").first()
        if later is None:
            return Place(None, follows=held)
        held, origin_id = locked(later), None
        seen.add(held.pk)
    return Place(held, origin_id=origin_id)


def _is_long_settled(conversation: Conversation) -> bool:
    if not conversation.is_resolved or conversation.resolved_at is None:
        return False
    return timezone.now() - conversation.resolved_at > timedelta(days=conversation.inbox.reopen_days)
