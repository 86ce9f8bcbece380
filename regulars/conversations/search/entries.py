"""The index: one row for each message, with all its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from regulars.conversations.models import Attachment, Message
from regulars.conversations.search.lexemes import FILE, FROM, SUBJECT, TO, apart, indexed
from regulars.lib.gathering import write

LONGEST = 200_000  # characters of a message that are searchable: a tsvector holds 1 MB
MOST_PEOPLE = 50  # of those it went to
WEEK = 7 * 24 * 3600

_REMEMBER = f"""
    INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)
    SELECT message_id, conversation_id, week, at,
        setweight(to_tsvector('regulars', subject || ' ' || who || ' ' || files), 'A') || to_tsvector('regulars', text)
        || array_to_tsvector(ARRAY(
            SELECT mark || unnest(tsvector_to_array(to_tsvector('regulars', place)))
            FROM (VALUES ('{SUBJECT}', subject), ('{FROM}', who), ('{TO}', whom), ('{FILE}', files)) AS places (mark, place)
            UNION ALL SELECT '{FILE}' WHERE has_file))
    FROM json_to_recordset(%s) AS said (message_id bigint, conversation_id bigint, week integer, at timestamptz,
        subject text, who text, whom text, files text, text text, has_file boolean)
    ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
"""  # noqa: S608


def remember_words(message: Message, *, files: Sequence[Attachment] = ()) -> None:
    """Make a message findable by its subject, its text, who wrote it to whom, and what its files are called."""
    who = f"{message.author_name} {apart(message.author_address)}"
    names = " ".join(apart(file.name) for file in files)
    at = message.created_at
    places = {"subject": message.subject, "who": who[:2000], "whom": _to(message.recipients), "files": names[:20_000]}
    said = {name: indexed(place) for name, place in (places | {"text": message.text[:LONGEST]}).items()}
    key = {"message_id": message.pk, "conversation_id": message.conversation_id, "week": week_of(at), "at": at}
    write([key | said | {"has_file": any(not file.is_inline for file in files)}], by=_remembered)


def _to(recipients: dict[str, Any]) -> str:
    people: Iterable[dict[str, Any]] = (one for kind in ("to", "cc", "bcc") for one in recipients.get(kind) or ())
    said = [f"{one.get('name') or ''} {apart(one.get('address') or '')}" for one in people]
    return " ".join(said[:MOST_PEOPLE])


def _remembered(entries: list[dict[str, object]]) -> None:
    """As JSON, which costs least to hand over."""
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [json.dumps(entries, ensure_ascii=False, default=str)])


def week_of(moment: datetime) -> int:
    return int(moment.timestamp() // WEEK)
