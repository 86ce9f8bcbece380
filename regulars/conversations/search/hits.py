"""Messages with certain words, newest first.

Rare words come straight from the GIN index. Others would fetch and sort ten thousand rows to show fifty: very frequent words
are looked up in the newest entries first, and all of them in weeks from the newest backwards, as many at once as are likely to
hold enough. The cost of a page does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil, log
from statistics import median
from typing import Any, NamedTuple

from django.db import connection

from regulars.conversations.search.entries import WEEK, week_of
from regulars.conversations.search.lexemes import Words

FEW = 200  # hits that are cheaper to fetch and sort than to look for week by week
MANY = 5000  # … where most of them may belong to conversations that do not count
NEWEST = 1500  # entries looked through for a very frequent word before the index is asked
GATHERED = 6  # weeks that a word which is only begun is looked up in one by one
PLENTY = 100  # hits that fill a page, several to a conversation
START = (datetime(9000, 1, 1, tzinfo=UTC), 2**62)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Microseconds since 1970: reading five hundred moments as dates would cost more than finding them.
_COLUMNS = "(extract(epoch FROM at) * 1000000)::bigint, message_id, conversation_id"
_HITS = f"SELECT {_COLUMNS} FROM conversations_searchentry"
_BEFORE = "(at, message_id) < (%(at)s, %(message_id)s)"
_IN_TURN = "ORDER BY at DESC, message_id DESC"
_NEWEST = f"SELECT * FROM conversations_searchentry WHERE {_BEFORE} {_IN_TURN} LIMIT %(newest)s"
_ARCHIVE = "SELECT min(at), max(at) FROM conversations_searchentry"


class Hit(NamedTuple):
    """A message that fits. `at` is in microseconds since 1970."""

    at: int
    message_id: int
    conversation_id: int

    @property
    def moment(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.at)


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def hits(
    words: Words,
    *,
    after: tuple[datetime, int] = START,
    since: datetime | None = None,
    narrow: Callable[[], Sequence[int] | None] | None = None,
) -> Iterator[list[Hit]]:
    """Messages with these words, newest first, in batches, beginning after the hit at `after` and ending at `since`.

    For frequent words `narrow` is asked for the conversations that count, if those are few: then these are looked through.
    """
    facts = {"at": after[0], "message_id": after[1], "newest": NEWEST, "since": since}
    said = f"words @@ {words.sql}" + (" AND at >= %(since)s" if since else "")
    match, most = f"{said} AND {_BEFORE}", MANY if narrow else FEW
    # In no order, and on the first page without a bound: the less this says, the less is planned for it.
    some = _ask(f"{_HITS} WHERE {said if after == START else match} LIMIT {most + 1}", facts)
    if len(some) <= most:
        yield sorted(some, reverse=True)
        return
    if narrow and (among := narrow()) is not None:
        yield _ask(
            f"{_HITS} WHERE conversation_id = ANY(%(among)s) AND {match} {_IN_TURN}", facts | {"among": list(among)}
        )
        return
    first, last = _rows(_ARCHIVE, {})[0]
    bounds = max(week_of(first), week_of(since or first)), min(week_of(last), week_of(after[0]))
    yield from _newest_first(match, facts, bounds, span=_span(some))


def _span(some: Sequence[Hit]) -> int:
    """Weeks in which there are likely to be plenty of hits, by the usual gap between some of them (they may come from several
    places in the table, far apart in time)."""
    ordered = sorted(hit.at for hit in some)
    gap = median([later - earlier for earlier, later in pairwise(ordered)] or [0]) / 1_000_000
    return max(1, ceil(PLENTY * gap / log(2) / WEEK))  # the median of random gaps is log 2 of their mean


def shown_before(words: Words, conversations: Sequence[int], *, after: tuple[datetime, int]) -> list[int]:
    """Which of these have a newer message with the words than the one at `after`: earlier pages have shown them."""
    sql = f"SELECT DISTINCT conversation_id FROM conversations_searchentry WHERE conversation_id = ANY(%s) AND words @@ {words.sql} AND (at, message_id) >= (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(conversations), *after[:2]])
        return [number for (number,) in cursor.fetchall()]


def best_of(words: Words, several: Sequence[Hit]) -> list[Hit]:
    """The same messages, those first that say it most and in the best place: a subject, a name."""
    sql = f"{_HITS} WHERE message_id = ANY(%(several)s) ORDER BY ts_rank_cd(words, {words.sql}, 1) DESC, at DESC, message_id DESC"
    return _ask(sql, {"several": [hit.message_id for hit in several]})


def _newest_first(match: str, facts: dict[str, Any], weeks: tuple[int, int], *, span: int) -> Iterator[list[Hit]]:
    first, last = weeks
    if span == 1:
        yield _ask(f"SELECT {_COLUMNS} FROM ({_NEWEST}) newest WHERE {match} {_IN_TURN}", facts)
        behind = _rows(f"SELECT at, message_id, week FROM ({_NEWEST}) newest ORDER BY at, message_id LIMIT 1", facts)
        if not behind:
            return
        facts = facts | dict(zip(("at", "message_id"), behind[0], strict=False))
        last = behind[0][2]
    while last >= first:
        # Named one by one, the index leaps through the weeks' lists; but a word that is only begun it gathers anew for each. For
        # more than a few weeks that costs more than to fetch all hits and drop what is older; but then the hits are not many.
        # The cast: a range of small numbers would be looked for in this index, which takes ten times as long.
        between = {"weeks": list(range(max(first, last - span + 1), last + 1)), "from": last - span + 1, "to": last}
        is_range = ":*" in match and span > GATHERED
        which = "BETWEEN %(from)s::int AND %(to)s::int" if is_range else "= ANY(%(weeks)s::smallint[])"
        yield _ask(f"{_HITS} WHERE {match} AND week {which} {_IN_TURN}", facts | between)
        last, span = last - span, span * 2


def _rows(sql: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall()


def _ask(sql: str, facts: dict[str, Any]) -> list[Hit]:
    return [Hit(*row) for row in _rows(sql, facts)]
