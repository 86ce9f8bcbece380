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
from regulars.loyalty.qualifying import BEFORE_ALL, COUNTED, TICK
from regulars.loyalty.settling import below, ceilings, column, counted, counters
from regulars.loyalty.tier_terms import Tiers

# What each credit counts by itself, and from when time does something with it: as `qualifying.counted` and `Book._due` say.
_STATEMENT = """
    WITH stays AS (
        SELECT account.id FROM loyalty_account AS account
        JOIN json_to_recordset(%(tiers)s) AS level (word text, rank int{columns}) ON word = own_tier AND word = tier
        WHERE account.id = ANY (%(members)s) AND review_at = %(at)s AND due_at = %(at)s AND coalesce(clock <= %(at)s, true)
            AND debt = 0 AND held = 0 AND NOT is_in_grace AND given_tier = '' {stays} AND (
                SELECT coalesce(max(way.rank), -1) = level.rank OR (%(may_not_fall)s AND coalesce(max(way.rank), -1) < level.rank)
                FROM json_to_recordset(%(periods)s) AS period (since timestamptz, before timestamptz)
                CROSS JOIN LATERAL (
                    SELECT {sums} FROM loyalty_lot WHERE account_id = account.id AND activates_at >= since AND activates_at < before
                        AND pending = 0 AND activates_at < coalesce(expires_at, 'infinity')
                ) AS sums JOIN json_to_recordset(%(ways)s) AS way (rank int{measures}) ON {enough}
            )
    )
    UPDATE loyalty_account AS kept SET clock = %(at)s, review_at = %(next)s, due_at = least(
        %(next)s, given_until, CASE WHEN available > 0 THEN lapses_at END, (
            SELECT min(least(expires_at, CASE WHEN pending > 0 AND activates_at < coalesce(expires_at, 'infinity') THEN activates_at END))
            FROM loyalty_lot AS lot WHERE lot.account_id = kept.id AND (lot.pending > 0 OR lot.available > 0)))
    FROM stays WHERE kept.id = stays.id RETURNING kept.id, due_at
"""


def keep_tiers(programme: Programme, members: Mapping[int, datetime], *, until: datetime) -> set[int]:
    """Look again at these locked members, who are due at these instants. Whoever stays and has nothing else due by then is told."""
    tiers, at = programme.promised.tiers, _began(programme, until)
    if not _is_plain(tiers) or at not in members.values():
        return set()
    levels = [each | {"rank": rank} for rank, each in enumerate(ceilings(tiers)[1:])]
    periods = [{"since": str(since), "before": str(before)} for since, before in _periods(programme, at)]
    given = {
        "members": list(members),
        "at": at,
        "since": at,
        "ever": BEFORE_ALL,
        "until": until,
        "next": end_of(at, tiers.period.whole, programme.clock.zone, begins=programme.clock.year_begins),
        "tiers": json.dumps(levels),
        "ways": json.dumps(_ways(tiers)),
        "periods": json.dumps(periods),
        "may_not_fall": tiers.downgrade == "none",
        **counters(tiers),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(**below(levels), **_measured(tiers)), given)
        return {member for member, due_at in cursor.fetchall() if due_at > until}


def _is_plain(tiers: Tiers) -> bool:
    has_ends = tiers.starts == "now" and tiers.keeps in ("period end", "next period end")
    is_by_calendar = tiers.has_periods and tiers.period.kind == "calendar"
    has_more = tiers.rolls_over or any(each.stays for each in tiers.levels)
    return bool(tiers.levels) and is_by_calendar and has_ends and not has_more


def _ways(tiers: Tiers) -> list[dict[str, int]]:
    """Into each tier: how much it takes in each measure. What somebody has reached for good is left to the book."""
    nothing = {column(tiers, name): 0 for name in tiers.measures}
    ways = [(rank, way) for rank, level in enumerate(tiers.levels) for way in tiers.ways_into(level)]
    return [{"rank": rank} | nothing | {column(tiers, name): way[name] for name in way} for rank, way in ways]


def _measured(tiers: Tiers) -> dict[str, str]:
    names = [column(tiers, name) for name in tiers.measures]
    counts = {name: COUNTED.get(name) or counted(name) for name in names}
    return {
        "sums": ", ".join(f"coalesce(sum({counts[name]}), 0) AS {name}" for name in names),
        "measures": "".join(f", {name} bigint" for name in names),
        "enough": " AND ".join(f"sums.{name} >= way.{name}" for name in names),
    }


def _began(programme: Programme, at: datetime) -> datetime:
    clock = programme.clock
    return start_of(at, programme.promised.tiers.period.whole, clock.zone, begins=clock.year_begins)


def _periods(programme: Programme, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What entitles to a tier at the beginning of a period: what counts at this very instant, or did in the period before."""
    yield at, at + TICK
    if programme.promised.tiers.keeps == "next period end":
        yield _began(programme, at - TICK), at
