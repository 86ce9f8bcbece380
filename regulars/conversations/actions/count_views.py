from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from regulars.conversations.counting import Counted, every_view
from regulars.conversations.models import Changed
from regulars.conversations.models.counted import EVERYBODY
from regulars.live.notify import tell

BATCH = 1000  # changes that are followed at once
FLOOD = 50_000  # changes beyond which counting anew is quicker
BREATH = 0.4  # seconds: what changes meanwhile is counted together
PATIENCE = "60s"  # for a view that is counted the first time
SHORT_PATIENCE = "5s"  # … that is counted again and again
TURN = 7_011_962_206  # an advisory lock: one counts, for the whole house
_last_breath = 0.0


def count_views() -> int:
    """Let the counts of the views follow what has changed since. Returns how much was done.

    One at a time in the whole house. A change is forgotten in the transaction that counts it, and what commits later has
    a line of its own, so each is counted by somebody who sees it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        if not cursor.fetchone()[0]:
            return 0
        return _counted_first(cursor) or _followed(cursor) or _counted_again(cursor)


def after_a_breath() -> int:
    """`count_views`, but not at once again: for the worker, who is called at each change."""
    global _last_breath
    time.sleep(max(0.0, min(BREATH, _last_breath + BREATH - time.monotonic())))
    _last_breath = time.monotonic()
    return count_views()


def _counted_first(cursor: Any) -> int:
    """A view that is new, or asks something else now, is counted once as a whole."""
    cursor.execute("SELECT view, edition FROM conversations_tally WHERE agent = %s AND edition > 0", [EVERYBODY])
    known = dict(cursor.fetchall())
    for view in every_view():
        if view.is_kept and known.get(view.number) != view.edition:
            _count(cursor, view, _FIRST, patience=PATIENCE)
            return 1
    return 0


def _counted_again(cursor: Any) -> int:
    """A view that somebody looks at, and whose count nothing keeps."""
    cursor.execute(_WANTED)
    views = {view.number: view for view in every_view()}
    for number, agent in cursor.fetchall():
        if (view := views.get(number)) is None or view.is_kept:
            cursor.execute(
                "DELETE FROM conversations_tally WHERE view = %s AND agent = %s AND edition = 0", [number, agent]
            )
            continue
        _count(cursor, view, _AGAIN, agent=agent, patience=SHORT_PATIENCE)
        return 1
    return 0


def _count(cursor: Any, view: Counted, steps: Sequence[str], *, patience: str, agent: int = EVERYBODY) -> None:
    facts = {"view": view.number, "agent": agent, "edition": view.edition, "is_counted": True}
    try:
        with transaction.atomic():
            cursor.execute(f"SET LOCAL statement_timeout = '{patience}'")
            for step in steps:
                cursor.execute(step.replace("{rows}", view.sql()), facts)
    except OperationalError:  # it asks about more than can be looked through
        cursor.execute(_FORGET, facts)
        facts["is_counted"] = False
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute(_TALLY, facts)
    _tell()


def _followed(cursor: Any) -> int:
    cursor.execute("SELECT max(id) - min(id) FROM conversations_changed")
    if (cursor.fetchone()[0] or 0) > FLOOD:
        cursor.execute("DELETE FROM conversations_changed")
        cursor.execute("DELETE FROM conversations_tally")
        return 1
    cursor.execute(_TAKE, [BATCH])
    changes = cursor.fetchall()
    if not changes:
        return 0
    views = _kept(cursor)
    for kind, spread in _SPREAD.items():
        if several := [number for each, number in changes if each == kind]:
            spread(cursor, several, views)
    if several := sorted({number for kind, number in changes if kind == Changed.Kind.CONVERSATION}):
        _recount(cursor, several, views)
    return len(changes)


def _kept(cursor: Any) -> list[Counted]:
    cursor.execute(
        "SELECT view, edition FROM conversations_tally WHERE agent = %s AND counted_at IS NOT NULL", [EVERYBODY]
    )
    counted = set(cursor.fetchall())
    return [view for view in every_view() if view.is_kept and (view.number, view.edition) in counted]


def _recount(cursor: Any, numbers: list[int], views: Sequence[Counted]) -> None:
    """Ask all views about these conversations, and add the differences to what was counted of them before."""
    if not views:
        return
    rows = " UNION ALL ".join(view.sql(among=True) for view in views)
    cursor.execute(_DIFFERENCE.replace("{rows}", rows), {"numbers": numbers, "views": [view.number for view in views]})
    if cursor.fetchall():
        _tell()


def _of_customers(cursor: Any, several: list[int], views: Sequence[Counted]) -> None:
    if any('"customers_' in view.sql() for view in views):
        cursor.execute(_THEIR_CONVERSATIONS, [several])


def _of_companies(cursor: Any, several: list[int], views: Sequence[Counted]) -> None:
    if any('"customers_company' in view.sql() for view in views):
        cursor.execute(_THEIR_CUSTOMERS, [several])


def _of_teams(cursor: Any, _several: list[int], views: Sequence[Counted]) -> None:
    """Seldom, and about very many: those views are counted anew."""
    several = [view.number for view in views if '"team_team"' in view.sql()]
    cursor.execute("DELETE FROM conversations_tally WHERE view = ANY (%s)", [several])


def _tell() -> None:
    tell({"kind": "views.counted", "topics": ["views"]})


_SPREAD = {
    Changed.Kind.CUSTOMER: _of_customers,
    Changed.Kind.COMPANY: _of_companies,
    Changed.Kind.TEAM: _of_teams,
}
_TAKE = """
    DELETE FROM conversations_changed WHERE id IN (SELECT id FROM conversations_changed ORDER BY id LIMIT %s)
    RETURNING kind, number
"""
_THEIR_CONVERSATIONS = """
    INSERT INTO conversations_changed (kind, number)
    SELECT 'conversation', id FROM conversations_conversation WHERE customer_id = ANY (%s)
"""
_THEIR_CUSTOMERS = """
    INSERT INTO conversations_changed (kind, number)
    SELECT 'customer', id FROM customers_customer WHERE company_id = ANY (%s)
"""
_FIRST = (
    "DELETE FROM conversations_viewmember WHERE view = %(view)s",
    "DELETE FROM conversations_viewcount WHERE view = %(view)s",
    "INSERT INTO conversations_viewmember (view, agent, conversation, inbox) {rows}",
    "INSERT INTO conversations_viewcount (view, agent, inbox, number) SELECT view, agent, inbox, count(*) "
    "FROM conversations_viewmember WHERE view = %(view)s GROUP BY view, agent, inbox",
)
_AGAIN = (
    "DELETE FROM conversations_viewcount WHERE view = %(view)s AND agent = %(agent)s",
    "INSERT INTO conversations_viewcount (view, agent, inbox, number) SELECT view, agent, inbox, count(*) "
    "FROM ({rows}) AS held (view, agent, conversation, inbox) WHERE agent = %(agent)s GROUP BY view, agent, inbox",
)
_FORGET = "DELETE FROM conversations_viewcount WHERE view = %(view)s AND agent = %(agent)s"
_TALLY = """
    INSERT INTO conversations_tally (view, agent, edition, counted_at, tried_at, asked_at) VALUES (
        %(view)s, %(agent)s, %(edition)s, CASE WHEN %(is_counted)s THEN statement_timestamp() END, statement_timestamp(), statement_timestamp())
    ON CONFLICT (view, agent) DO UPDATE
    SET edition = excluded.edition, counted_at = excluded.counted_at, tried_at = excluded.tried_at
"""
_WANTED = "SELECT view, agent FROM conversations_tally WHERE tried_at IS NULL OR asked_at > tried_at ORDER BY asked_at"
_DIFFERENCE = """
    WITH held (view, agent, conversation, inbox) AS MATERIALIZED ({rows}), gone AS (
        DELETE FROM conversations_viewmember AS member
        WHERE conversation = ANY (%(numbers)s) AND view = ANY (%(views)s) AND NOT EXISTS (
            SELECT FROM held WHERE held.conversation = member.conversation AND held.view = member.view
                AND held.agent = member.agent AND held.inbox = member.inbox)
        RETURNING view, agent, inbox
    ), come AS (
        INSERT INTO conversations_viewmember (view, agent, conversation, inbox) SELECT * FROM held
        ON CONFLICT DO NOTHING RETURNING view, agent, inbox
    )
    INSERT INTO conversations_viewcount AS count (view, agent, inbox, number)
    SELECT view, agent, inbox, sum(by) FROM (SELECT *, 1 AS by FROM come UNION ALL SELECT *, -1 FROM gone) AS change
    GROUP BY view, agent, inbox HAVING sum(by) <> 0
    ON CONFLICT (view, agent, inbox) DO UPDATE SET number = count.number + excluded.number
    RETURNING view
"""
