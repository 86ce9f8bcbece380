"""Full-text search over every message of all time, newest first.

Rare words come straight from the GIN index. Frequent words would fetch and sort ten thousand rows to show fifty, so they are
looked up in the newest entries first, and then week by week backwards: the cost of a page does not grow with the archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from regulars.conversations.models import Message

FEW = 500  # hits that are cheaper to fetch and sort than to look for week by week
NEWEST = 1500  # entries looked through for a very frequent word before the index is asked
LONGEST = 200_000  # characters of a message that are searchable: a tsvector holds 1 MB
WEEK = 7 * 24 * 3600

_WORD = re.compile(r"[^\s\"']+")
_JOINED = re.compile(r"[@._+\-/\\]+")

_REMEMBER = """
    INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words) VALUES (%s, %s, %s, %s,
        setweight(to_tsvector('regulars', %s), 'A') || to_tsvector('regulars', %s))
    ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
"""
_HITS = "SELECT at, message_id, conversation_id FROM conversations_searchentry"
_MATCH = "words @@ to_tsquery('regulars', %(query)s) AND (at, message_id) < (%(at)s, %(message_id)s)"


class Hit(NamedTuple):
    at: datetime
    message_id: int
    conversation_id: int


START = (datetime.max.replace(year=9000), 2**62)


def remember_words(message: Message, *, file_names: Sequence[str] = ()) -> None:
    """Make a message findable by its subject, its text, who wrote it and what its files are called."""
    who = f"{message.author_name} {message.author_address} {_JOINED.sub(' ', message.author_address)}"
    names = " ".join(f"{name} {_JOINED.sub(' ', name)}" for name in file_names)
    with connection.cursor() as cursor:
        cursor.execute(
            _REMEMBER,
            [
                message.pk,
                message.conversation_id,
                week_of(message.created_at),
                message.created_at,
                f"{message.subject} {who} {names}"[:20_000],
                message.text[:LONGEST],
            ],
        )


def week_of(moment: datetime) -> int:
    return int(moment.timestamp() // WEEK)


def query_of(text: str) -> str:
    """What an agent typed, as a tsquery: all words, the last one as a beginning; "quoted words" next to each other."""
    terms = []
    for index, piece in enumerate(text.replace("\x00", "").split('"')):
        words = [word.replace("\\", "") for word in _WORD.findall(piece)]
        words = [f"'{word}'" for word in words if any(letter.isalnum() for letter in word)][:12]
        if words:
            terms.append(" <-> ".join(words) if index % 2 else " & ".join(words))
    if terms and terms[-1].endswith("'") and not text.rstrip().endswith('"') and len(terms[-1].split(" & ")[-1]) > 4:
        terms[-1] += ":*"
    return " & ".join(f"({term})" for term in terms)


def hits(text: str, *, after: tuple[datetime, int] = START) -> Iterator[list[Hit]]:
    """Messages with these words, newest first, in batches, beginning after the hit at `after`."""
    query = query_of(text)
    if not query:
        return
    facts = {"query": query, "at": after[0], "message_id": after[1]}
    few = _ask(f"{_HITS} WHERE {_MATCH} LIMIT {FEW + 1}", facts)
    if len(few) <= FEW:
        yield sorted(few, reverse=True)
        return
    yield from _newest_first(facts)


def _newest_first(facts: dict[str, object]) -> Iterator[list[Hit]]:
    start = f"(at, message_id) < (%(at)s, %(message_id)s) ORDER BY at DESC, message_id DESC LIMIT {NEWEST}"
    newest = f"SELECT * FROM conversations_searchentry WHERE {start}"
    yield _ask(
        f"SELECT at, message_id, conversation_id FROM ({newest}) newest WHERE {_MATCH} ORDER BY at DESC, message_id DESC",
        facts,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT at, message_id, week FROM ({newest}) newest ORDER BY at, message_id LIMIT 1", facts)
        *floor, last = cursor.fetchone()
        cursor.execute("SELECT min(at) FROM conversations_searchentry")
        first = week_of(cursor.fetchone()[0])
    older = facts | {"at": floor[0], "message_id": floor[1]}
    span = 1
    while last >= first:
        weeks = {"from": last - span + 1, "to": last}
        yield _ask(
            f"{_HITS} WHERE {_MATCH} AND week BETWEEN %(from)s AND %(to)s ORDER BY at DESC, message_id DESC",
            older | weeks,
        )
        last, span = last - span, span * 2


def _ask(sql: str, facts: dict[str, object]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return [Hit(*row) for row in cursor.fetchall()]
