"""How a message takes its place in a conversation. Verbs use it; each holds the conversation's lock."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Message, Participant
from regulars.conversations.search import remember_words
from regulars.lib import blobs
from regulars.lib.inserting import insert
from regulars.lib.texts import one_line

_JOIN = """
    INSERT INTO conversations_participant (conversation_id, joined_at, address, name, customer_id)
    SELECT %s, %s, named.* FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS named ON CONFLICT DO NOTHING
"""


def locked(conversation: Conversation) -> Conversation:
    """The conversation as it is now, or the one that it was merged into; held until this transaction ends, so that messages take turns."""
    held = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    return held if held.merged_into_id is None else locked(Conversation(pk=held.merged_into_id))


def held_with(message: Message) -> Conversation:
    """The conversation that a message stands in now, held as by `locked`; the message as it is now.

    Everybody locks in one order: a delivery, its conversation, the messages. Merging moves the messages of conversations that
    it holds, so whoever held a message and asked for its conversation would wait in a circle.
    """
    conversation = locked(message.conversation)
    message.refresh_from_db(fields=["conversation", "origin", "state"])
    # Taken out of a merge while we waited, it stands elsewhere again.
    return conversation if message.conversation_id == conversation.pk else held_with(message)


def next_position(conversation: Conversation) -> int:
    conversation.last_position += 1
    return conversation.last_position


def snippet_of(message: Message) -> str:
    return one_line(message.visible_text or message.text or message.subject, limit=180)


def add_message(message: Message, *, files: Iterable[File] = (), attachments: Iterable[Attachment] = ()) -> Message:
    """Save a message that has its position, with its files and its words."""
    insert(message)
    kept = [attachment_of(file, message=message) for file in files]
    Attachment.objects.bulk_create(kept)
    for attachment in attachments:
        attachment.message = message
        attachment.save(update_fields=["message"])
        kept.append(attachment)
    remember_words(message, files=kept)
    return message


def attachment_of(file: File, **facts: object) -> Attachment:
    """A row for the file, whose bytes are on disk when this returns."""
    return Attachment(
        name=file.name[:255],
        content_type=file.content_type[:127],
        size=len(file.content),
        sha256=blobs.keep(file.content),
        content_id=file.content_id[:255],
        is_inline=file.is_inline,
        **facts,
    )


def join(conversation: Conversation, people: Iterable[Participant]) -> None:
    """Make these addresses participants, those that are not yet."""
    rows = [(each.address, each.name, each.customer_id) for each in people if each.address]
    if rows:
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_JOIN, [conversation.pk, timezone.now(), *columns])
