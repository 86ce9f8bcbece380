"""Folds pages into visits. Which visits there are follows from the events alone, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

ANEW = timedelta(minutes=30)  # whoever comes back after so long begins another visit
_FOLD = """
    WITH asked AS (
        SELECT * FROM unnest(%(trails)s::bigint[], %(first)s::timestamptz[], %(last)s::timestamptz[]) AS said (trail_id, first, last)
    ), old AS (
        DELETE FROM behaviour_stay AS stay USING asked
        WHERE stay.trail_id = asked.trail_id AND stay.began_at < asked.last + %(anew)s AND stay.seen_at > asked.first - %(anew)s
        RETURNING stay.trail_id, stay.began_at, stay.seen_at, stay.told_at
    ), wide AS (
        SELECT trail_id, least(first, min(old.began_at)) AS first, greatest(last, max(old.seen_at)) AS last, min(old.told_at) AS told_at
        FROM asked LEFT JOIN old USING (trail_id) GROUP BY trail_id, first, last
    ), looked AS (
        SELECT trail_id, at, properties ->> 'path' AS path, told_at,
            at - lag(at) OVER (PARTITION BY trail_id ORDER BY at, message) AS pause, message
        FROM wide JOIN behaviour_done AS done USING (trail_id)
        WHERE done.deed_id = ANY(%(pages)s) AND at BETWEEN first AND last
    ), numbered AS (
        SELECT *, count(*) FILTER (WHERE pause IS NULL OR pause >= %(anew)s) OVER (PARTITION BY trail_id ORDER BY at, message) AS number
        FROM looked
    )
    INSERT INTO behaviour_stay (trail_id, began_at, seen_at, pages, first_page, told_at)
    SELECT trail_id, min(at), max(at), count(*), left(coalesce((array_agg(path ORDER BY at, message))[1], ''), 500), min(told_at)
    FROM numbered GROUP BY trail_id, number
"""


def fold(seen: Iterable[tuple[int, datetime]], *, pages: Iterable[int]) -> None:
    """Reckon the visits anew that these looks belong to: trails, each with a moment; `pages` are the deeds that are looks."""
    spans: dict[int, tuple[datetime, datetime]] = {}
    for trail, at in seen:
        first, last = spans.get(trail, (at, at))
        spans[trail] = (min(first, at), max(last, at))
    if not spans:
        return
    words = {
        "trails": list(spans),
        "first": [first for first, _last in spans.values()],
        "last": [last for _first, last in spans.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, words | {"anew": ANEW, "pages": list(pages)})
