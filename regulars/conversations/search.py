"""Full-text search over every message of all time, newest first.

Rare words come straight from the GIN index. Others would fetch and sort ten thousand rows to show fifty: very frequent words
are looked up in the newest entries first, and all of them in weeks from the newest backwards, as many at once as are likely to
hold enough. The cost of a page does not grow with the archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil, log
from statistics import median
from typing import Any, NamedTuple

from django.db import connection

from regulars.conversations.models import Message
from regulars.lib.gathering import write

FEW = 500  # hits that are cheaper to fetch and sort than to look for week by week
NEWEST = 1500  # entries looked through for a very frequent word before the index is asked
PLENTY = 100  # hits that fill a page, several to a conversation
LONGEST = 200_000  # characters of a message that are searchable: a tsvector holds 1 MB
WEEK = 7 * 24 * 3600

_WORD = re.compile(r"[^\s\"']+")
_JOINED = re.compile(r"[@._+\-/\\]+")

_REMEMBER = """
    INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)
    SELECT message_id, conversation_id, week, at, setweight(to_tsvector('regulars', about), 'A') || to_tsvector('regulars', text)
    FROM unnest(%s::bigint[], %s::bigint[], %s::integer[], %s::timestamptz[], %s::text[], %s::text[])
    AS said (message_id, conversation_id, week, at, about, text)
    ON CONFLICT (message_id) DO UPDATE SET words = excluded.words
"""
_HITS = "SELECT at, message_id, conversation_id FROM conversations_searchentry"
_NEWEST = """
    SELECT * FROM conversations_searchentry WHERE (at, message_id) < (%(at)s, %(message_id)s)
    ORDER BY at DESC, message_id DESC LIMIT %(newest)s
"""
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
    about, text = f"{message.subject} {who} {names}"[:20_000], message.text[:LONGEST]
    place = (message.pk, message.conversation_id, week_of(message.created_at), message.created_at)
    write([(*place, about, text)], by=_remembered)


def _remembered(entries: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [list(column) for column in zip(*entries, strict=True)])


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
    facts = {"query": query, "at": after[0], "message_id": after[1], "newest": NEWEST}
    few = _ask(f"{_HITS} WHERE {_MATCH} LIMIT {FEW + 1}", facts)
    if len(few) <= FEW:
        yield sorted(few, reverse=True)
        return
    yield from _newest_first(facts, span=_weeks_for_plenty(few))


def _weeks_for_plenty(hits: Sequence[Hit]) -> int:
    """How many weeks are likely to hold enough hits, judged by these, whichever they are.

    By the usual gap between two of them: they may come from several places in the table, far apart in time.
    """
    moments = sorted(hit.at for hit in hits)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return max(
        1, ceil(PLENTY * median(gaps or [0]) / log(2) / WEEK)
    )  # the median of random gaps is log 2 of their mean


def _newest_first(facts: dict[str, Any], *, span: int) -> Iterator[list[Hit]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at), max(at) FROM conversations_searchentry")
        first, last = (week_of(at) for at in cursor.fetchone())
    last = min(last, week_of(facts["at"]))
    if span == 1:
        yield _among_the_newest(facts)
        facts, last = _after_the_newest(facts)
    while last >= first:
        # Cast: bound to a prepared statement, a small number is a smallint, which this index does not look for.
        weeks = {"from": last - span + 1, "to": last}
        yield _ask(
            f"{_HITS} WHERE {_MATCH} AND week BETWEEN %(from)s::int AND %(to)s::int ORDER BY at DESC, message_id DESC",
            facts | weeks,
        )
        last, span = last - span, span * 2


def _among_the_newest(facts: dict[str, Any]) -> list[Hit]:
    columns = "at, message_id, conversation_id"
    return _ask(f"SELECT {columns} FROM ({_NEWEST}) newest WHERE {_MATCH} ORDER BY at DESC, message_id DESC", facts)


def _after_the_newest(facts: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Where the newest entries end: the facts for what lies behind, and its week."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT at, message_id, week FROM ({_NEWEST}) newest ORDER BY at, message_id LIMIT 1", facts)
        at, message_id, week = cursor.fetchone()
    return facts | {"at": at, "message_id": message_id}, week


def _ask(sql: str, facts: dict[str, object]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return [Hit(*row) for row in cursor.fetchall()]
