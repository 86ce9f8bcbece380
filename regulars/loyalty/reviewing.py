"""Most members whose tier is looked at again at the end of a period stay in it: that is seen and written for all of them at once.

The book would write just the same. Who rises or falls, owes, has something reserved or was given a tier is left to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import connection

from regulars.loyalty.models import Programme
from regulars.loyalty.periods import end_of, start_of
from regulars.loyalty.settling import COUNTS, REACHED
from regulars.loyalty.terms import Tiers
from regulars.loyalty.tiering import TICK

# What each credit counts by itself, and from when time does something with it: as `tiering.counted` and `Book._due` say.
_STATEMENT = """
    WITH stays AS (
        SELECT account.id FROM loyalty_account AS account
        JOIN json_to_recordset(%(tiers)s) AS level (word text, least bigint, above bigint) ON word = own_tier AND word = tier
        WHERE account.id = ANY (%(members)s) AND review_at = %(at)s AND due_at = %(at)s AND coalesce(clock <= %(at)s, true)
            AND debt = 0 AND held = 0 AND NOT is_in_grace AND given_tier = ''
            AND coalesce(above > {reached}, true) AND EXISTS (
                SELECT FROM (
                    SELECT coalesce(sum({counted}), 0) AS amount FROM json_to_recordset(%(periods)s) AS period (since timestamptz, before timestamptz)
                    LEFT JOIN loyalty_lot AS lot ON lot.account_id = account.id AND activates_at >= since AND activates_at < before
                        AND pending = 0 AND activates_at < coalesce(expires_at, 'infinity')
                    GROUP BY since
                ) AS each HAVING coalesce(max(amount) < above, true) AND (max(amount) >= least OR %(may_not_fall)s)
            )
    )
    UPDATE loyalty_account AS kept SET clock = %(at)s, review_at = %(next)s, due_at = least(
        %(next)s, given_until, CASE WHEN available > 0 THEN lapses_at END, (
            SELECT min(least(expires_at, CASE WHEN pending > 0 AND activates_at < coalesce(expires_at, 'infinity') THEN activates_at END))
            FROM loyalty_lot AS lot WHERE lot.account_id = kept.id AND (lot.pending > 0 OR lot.available > 0)))
    FROM stays WHERE kept.id = stays.id RETURNING kept.id, due_at
"""
_COUNTED = {
    "points": "CASE WHEN issued > 0 THEN div(qualifies::numeric * (issued - charged), issued) "
    "WHEN spend > 0 THEN div(qualifies::numeric * (spend - spend_back), spend) ELSE qualifies END",
    "spend": "spend - spend_back",
    "orders": "(is_order AND NOT (charged = issued AND issued > 0) AND NOT (spend_back = spend AND spend > 0))::int",
}


def keep_tiers(programme: Programme, members: Mapping[int, datetime], *, until: datetime) -> set[int]:
    """Look again at these locked members, who are due at these instants. Whoever stays and has nothing else due by then is told."""
    tiers, at = programme.promised.tiers, _began(programme, until)
    if not _is_simple(tiers) or at not in members.values():
        return set()
    given = {
        "members": list(members),
        "at": at,
        "since": at,
        "until": until,
        "next": end_of(at, tiers.period.whole, programme.clock.zone, begins=programme.clock.year_begins),
        "tiers": json.dumps(_levels(tiers)),
        "periods": json.dumps(
            [{"since": str(since), "before": str(before)} for since, before in _periods(programme, at)]
        ),
        "may_not_fall": tiers.downgrade == "none",
    }
    with connection.cursor() as cursor:
        reached = REACHED.format(counts=COUNTS[tiers.basis])
        cursor.execute(_STATEMENT.format(reached=reached, counted=_COUNTED[tiers.basis]), given)
        return {member for member, due_at in cursor.fetchall() if due_at > until}


def _is_simple(tiers: Tiers) -> bool:
    has_ends = tiers.starts == "now" and tiers.keeps in ("period end", "next period end")
    return bool(tiers.levels) and tiers.period.kind == "calendar" and tiers.basis != "balance" and has_ends


def _began(programme: Programme, at: datetime) -> datetime:
    clock = programme.clock
    return start_of(at, programme.promised.tiers.period.whole, clock.zone, begins=clock.year_begins)


def _periods(programme: Programme, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What entitles to a tier at the beginning of a period: what counts at this very instant, or did in the period before."""
    yield at, at + TICK
    if programme.promised.tiers.keeps == "next period end":
        yield _began(programme, at - TICK), at


def _levels(tiers: Tiers) -> list[dict[str, str | int | None]]:
    above = [*(each.min for each in tiers.levels[1:]), None]
    return [
        {"word": each.word, "least": each.min, "above": more} for each, more in zip(tiers.levels, above, strict=True)
    ]
