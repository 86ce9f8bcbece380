"""Moving what belongs to one conversation into another. The verbs `merge` and `unmerge` use it, one at a time in the house."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from regulars.conversations.models import Conversation, Draft, Message, Read, SearchEntry

GAINED = ("priority", "assignee_id", "team_id")  # what a conversation may have from one that was merged into it
_MOVE = """
    UPDATE conversations_message AS message SET conversation_id = %(to)s, position = -position,
        origin_id = NULLIF(COALESCE(origin_id, %(from)s), %(to)s),
        client_key = CASE WHEN EXISTS (SELECT FROM conversations_message AS other
            WHERE other.conversation_id = %(to)s AND other.client_key = message.client_key) THEN NULL ELSE client_key END
    WHERE conversation_id = %(from)s AND COALESCE(origin_id, %(from)s) = ANY(%(of)s) RETURNING id
"""


def alone() -> None:
    """One merge at a time, until this transaction ends: chains never close into a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('conversations.merge'))")


def move_messages(source: Conversation, *, to: Conversation, of: Sequence[int]) -> None:
    """The messages that were said in the conversations `of`, from `source` to `to`. Their positions are given anew afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"from": source.pk, "to": to.pk, "of": list(of)})
        moved = [pk for (pk,) in cursor.fetchall()]
    SearchEntry.objects.filter(pk__in=moved).update(conversation=to)


def move_drafts(source: Conversation, *, to: Conversation) -> None:
    """What was being written goes on there, behind what is being written there already."""
    for draft in Draft.objects.filter(conversation=source):
        there = Draft.objects.filter(conversation=to, agent=draft.agent_id, kind=draft.kind).first()
        if there is None:
            draft.conversation = to
            draft.save()
            continue
        there.html += draft.html
        there.attachment_ids += draft.attachment_ids
        there.saved_at = timezone.now()
        there.save()
        draft.delete()


def unread_of(*conversations: Conversation) -> dict[int, list[int]]:
    """By agent, the letters that they have not read in these conversations; agents who read in none of them are left out."""
    reads = {
        (read.agent_id, read.conversation_id): read.position
        for read in Read.objects.filter(conversation__in=conversations)
    }
    letters = list(
        Message.objects.filter(conversation__in=conversations, kind=Message.Kind.IN).values_list(
            "pk", "conversation", "position"
        )
    )
    agents = {agent for agent, _ in reads}
    return {
        agent: [pk for pk, where, position in letters if position > reads.get((agent, where), 0)] for agent in agents
    }


def keep_unread(conversation: Conversation, unread: dict[int, list[int]]) -> None:
    """Everybody has read up to the first letter that they have not."""
    places = dict(conversation.messages.filter(kind=Message.Kind.IN).values_list("pk", "position"))
    for agent, letters in unread.items():
        here = [places[pk] for pk in letters if pk in places]
        position = min(here) - 1 if here else conversation.last_position
        Read.objects.update_or_create(agent_id=agent, conversation=conversation, defaults={"position": position})
