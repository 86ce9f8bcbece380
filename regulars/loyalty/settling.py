"""What time does to most members of a night, done for all of them at once: credits begin or expire, and no tier changes by it.

The book would write just the same. Whoever owes, has something reserved, is reviewed, lapses, or may rise is left to it; and
whose points begin that a tier had kept from being over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record
from regulars.lib.gathering import gathered
from regulars.loyalty.book import AVAILABLE, EXPIRED, PENDING
from regulars.loyalty.events import told_of
from regulars.loyalty.models import Operation, Programme
from regulars.loyalty.qualifying import BEFORE_ALL, COUNTED, earliest
from regulars.loyalty.tier_terms import IN_A_ROW, YEARS, Demand, Level, Tiers

# A step is what time does with a part of a credit, sooner or later; a move is a step that is due. On one instant, points begin
# before others expire: so do their words stand in the alphabet.
_STATEMENT = """
    WITH plain AS (
        SELECT account.* FROM loyalty_account AS account
        JOIN json_to_recordset(%(tiers)s) AS level (word text{columns}) ON word = own_tier
        WHERE account.id = ANY (%(members)s) AND clock <= due_at AND debt = 0 AND held = 0 AND NOT is_in_grace
            AND CASE WHEN review_at IS NULL THEN own_tier = '' ELSE review_at > %(until)s END
            AND CASE WHEN lapses_at IS NULL THEN NOT %(may_lapse)s ELSE lapses_at > %(until)s END
            AND coalesce(given_until > %(until)s, true)
            AND NOT EXISTS (SELECT FROM loyalty_lot AS kept WHERE account_id = account.id AND pending > 0
                AND activates_at <= %(until)s AND lasts IS NOT NULL)
            {stays}
    ), step AS (
        SELECT account.id AS account, lot.id AS lot, step.* FROM plain AS account
        JOIN loyalty_lot AS lot ON lot.account_id = account.id AND (lot.pending > 0 OR lot.available > 0)
        CROSS JOIN LATERAL (SELECT CASE WHEN activates_at < coalesce(expires_at, 'infinity') THEN lot.pending ELSE 0 END AS begins) AS that
        CROSS JOIN LATERAL (VALUES
            (activates_at, 'activate', {PENDING:d}, {AVAILABLE:d}, begins),
            (expires_at, 'expire', {PENDING:d}, {EXPIRED:d}, lot.pending - begins),
            (expires_at, 'expire', {AVAILABLE:d}, {EXPIRED:d}, lot.available + begins)
        ) AS step (at, kind, source, target, amount)
        WHERE step.amount > 0
    ), move AS (
        SELECT *, CASE source WHEN {PENDING:d} THEN -amount ELSE 0 END AS pending,
            CASE {AVAILABLE:d} WHEN source THEN -amount WHEN target THEN amount ELSE 0 END AS available,
            CASE target WHEN {EXPIRED:d} THEN amount ELSE 0 END AS expired
        FROM step WHERE at <= %(until)s
    ), done AS (
        SELECT nextval('loyalty_operation_id_seq') AS id, account, at, kind, sums.amount, change, customer_id AS customer,
            plain.available + sum(change) OVER (PARTITION BY account ORDER BY at, kind) AS balance
        FROM (
            SELECT account, at, kind, sum(amount) AS amount, sum(available) AS change FROM move GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ) AS sums JOIN plain ON plain.id = account
    ), operated AS (
        INSERT INTO loyalty_operation
            (id, programme_id, account_id, kind, amount, change, balance, digest, reference, reason, by, version, at, happened_at)
        SELECT id, %(programme)s, account, kind, amount, change, balance, '', '', '', %(by)s, %(version)s, at, at FROM done ORDER BY id
    ), entered AS (
        INSERT INTO loyalty_entry (operation_id, account_id, lot_id, source, target, amount, at)
        SELECT done.id, account, lot, source, target, move.amount, at FROM done JOIN move USING (account, at, kind)
        ORDER BY done.id, lot, source
    ), moved AS (
        UPDATE loyalty_lot AS lot SET pending = lot.pending + sums.pending, available = lot.available + sums.available,
            expired = lot.expired + sums.expired
        FROM (SELECT lot, {sums} FROM move GROUP BY lot) AS sums WHERE lot.id = sums.lot
    ), kept AS (
        UPDATE loyalty_account AS kept SET pending = kept.pending + sums.pending, available = kept.available + sums.available,
            expired = kept.expired + sums.expired, clock = sums.clock, due_at = least(
                next, review_at, given_until, CASE WHEN kept.available + sums.available > 0 THEN lapses_at END)
        FROM (SELECT account, max(at) AS clock, {sums} FROM move GROUP BY account) AS sums
        LEFT JOIN (SELECT account, min(at) AS next FROM step WHERE at > %(until)s GROUP BY account) AS later USING (account)
        WHERE kept.id = account
    )
    SELECT account, customer, id, kind, amount::bigint, balance::bigint, at FROM done ORDER BY id
"""
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in ("pending", "available", "expired"))
_AT_MOST = COUNTED | {"orders": "is_order::int"}  # of a credit
REACHED = """(
    SELECT coalesce(sum({counts}), 0) FROM loyalty_lot
    WHERE account_id = account.id AND activates_at >= %({since})s AND (pending = 0 OR activates_at <= %(until)s))"""
_BALANCE = "account.pending + account.available"


def settle_plain(programme: Programme, members: Sequence[int], *, since: datetime, until: datetime) -> set[int]:
    """Keep the books of those of these locked members for whom time does nothing else, and say whose. Nothing was due before `since`."""
    limits = ceilings(programme.promised.tiers)
    given = {
        "members": list(members),
        "until": until,
        "since": earliest(programme, since),
        "ever": BEFORE_ALL,
        "tiers": json.dumps(limits),
        "may_lapse": programme.promised.inactivity is not None,
        "programme": programme.pk,
        "version": programme.version,
        "by": str(SYSTEM),
        **counters(programme.promised.tiers),
    }
    with connection.cursor() as cursor:
        buckets = {"PENDING": PENDING, "AVAILABLE": AVAILABLE, "EXPIRED": EXPIRED}
        cursor.execute(_STATEMENT.format(**below(limits), **buckets, sums=_SUMS), given)
        rows = cursor.fetchall()
    with gathered():
        for account, customer, operation, kind, amount, balance, at in rows:
            done = Operation(pk=operation, account_id=account, kind=kind, amount=amount, balance=balance)
            record(told_of(done, programme), customer=customer, by=SYSTEM, at=at)
    return {account for account, *_more in rows}


def ceilings(tiers: Tiers) -> list[dict[str, str | int]]:
    """By tier, from how much on somebody in it may rise. Where tiers `follow`, only who is in none is plain."""
    words = ["", *(each.word for each in tiers.levels if tiers.keeps != "follows")]
    return [{"word": word} | _least(tiers, tiers.levels[rank:]) for rank, word in enumerate(words)]


def _least(tiers: Tiers, above: Sequence[Level]) -> dict[str, int]:
    """Of each way into these, what it takes in one measure: whoever has less of all of these has reached none."""
    least: dict[str, int] = {}
    ways = [("", way) for level in above for way in tiers.ways_into(level)]
    ever = [_without_years(level.for_good) for level in above if level.for_good]
    for when, way in [*ways, *(("ever_", each) for each in ever)]:
        measure = tiers.basis if tiers.basis in way else next(iter(way))
        name = when + column(tiers, measure)
        least[name] = min(way[measure], least.get(name, way[measure]))
    return least


def _without_years(way: Demand) -> Demand:
    """What else it takes. Where it takes years alone, everybody may have reached it, by a tier that was given to them."""
    return {name: least for name, least in way.items() if name not in (YEARS, IN_A_ROW)} or {"points": 0}


def below(limits: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """These limits in SQL: the columns of a `level`, and that nobody has reached theirs."""
    names = sorted({name for each in limits for name in each} - {"word", "rank"})
    stays = [f"AND CASE WHEN level.{name} IS NULL THEN true ELSE level.{name} > {_reached(name)} END" for name in names]
    return {"columns": "".join(f", {name} bigint" for name in names), "stays": " ".join(stays)}


def column(tiers: Tiers, measure: str) -> str:
    """What it is called in SQL: counters have words of the house."""
    return f"counter_{tiers.counters.index(measure)}" if measure in tiers.counters else measure


def counters(tiers: Tiers) -> dict[str, str]:
    return {column(tiers, word): word for word in tiers.counters}


def counted(name: str) -> str:
    """What a credit counts in such a column, at most."""
    counter = f"coalesce((counts -> %({name})s::text ->> 0)::bigint - (counts -> %({name})s::text ->> 1)::bigint, 0)"
    return _AT_MOST.get(name, counter)


def _reached(name: str) -> str:
    measure = name.removeprefix("ever_")
    since = "since" if name == measure else "ever"
    return _BALANCE if measure == "balance" else REACHED.format(counts=counted(measure), since=since)
