"""Asks which customers a segment is for, and keeps the answer: of a few, whose facts have changed, or of a whole stretch of them.

It is one question for both, so what is kept after each change is what a rebuild would find. Whoever writes holds `alone()`: of two
answers about one customer the later one stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import matching, next_flip
from regulars.lib.conditions.values import Asked
from regulars.segments.models import Listed, Segment
from regulars.team.days import house_zone

# Only what is other than it was is written: of a rebuild, that is next to nothing.
_KEEP = """
    WITH fitting AS MATERIALIZED ({fitting}),
    kept AS MATERIALIZED (SELECT customer_id FROM segments_membership WHERE segment_id = %(segment)s AND until IS NULL AND {whom}),
    gone AS (
        UPDATE segments_membership SET until = %(now)s WHERE segment_id = %(segment)s AND until IS NULL AND {whom}
            AND customer_id IN (SELECT customer_id FROM kept EXCEPT SELECT id FROM fitting) RETURNING customer_id
    ), come AS (
        INSERT INTO segments_membership (segment_id, customer_id, since)
        SELECT %(segment)s, id, %(now)s FROM (SELECT id FROM fitting EXCEPT SELECT customer_id FROM kept) AS new
        ON CONFLICT (segment_id, customer_id) WHERE until IS NULL DO NOTHING RETURNING customer_id
    )
    SELECT customer_id, true FROM come UNION ALL SELECT customer_id, false FROM gone
"""
_NOBODY = "SELECT NULL::bigint AS id, NULL::timestamptz AS at WHERE false"
_FORGET_FLIPS = "DELETE FROM segments_flip WHERE segment_id = %(segment)s AND {whom}"
_KEEP_FLIPS = """
    WITH next AS MATERIALIZED (SELECT id, at FROM ({flips}) AS asked WHERE at IS NOT NULL),
    kept AS MATERIALIZED (SELECT customer_id, at FROM segments_flip WHERE segment_id = %(segment)s AND {whom}),
    gone AS (
        DELETE FROM segments_flip WHERE segment_id = %(segment)s AND {whom}
            AND customer_id IN (SELECT customer_id FROM kept EXCEPT SELECT id FROM next)
    )
    INSERT INTO segments_flip (segment_id, customer_id, at)
    SELECT %(segment)s, id, at FROM (SELECT id, at FROM next EXCEPT SELECT customer_id, at FROM kept) AS new
    ON CONFLICT (segment_id, customer_id) DO UPDATE SET at = excluded.at
"""


class Moved(NamedTuple):
    """Who came into a segment, and who left it, by their ids."""

    come: list[int]
    gone: list[int]


def alone() -> None:
    """Only one at a time decides who is in which segment, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('segments'))")


def present() -> datetime:
    """By the clock of the database: the one that also says what “the last 30 days” are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]


def here_and_now() -> Asked:
    """When and where it is asked. What turns over between this and the question itself is asked again at once."""
    return Asked(present(), house_zone())


def ask(segment: Segment, *, customers: Sequence[int] | range, asked: Asked | None = None) -> Moved:
    """Ask for these customers, or for all with ids in this stretch, and keep who is in. Raises ValidationError("conditions").

    Belongs into a transaction that is `alone`.
    """
    asked = asked or here_and_now()
    whom, words = _whom(customers)
    words |= {"segment": segment.pk, "now": asked.now}
    with connection.cursor() as cursor:
        _execute(
            cursor,
            _KEEP.format(fitting="{asked}", whom=whom),
            fitting(segment, asked).filter(_among(customers)).values("id"),
            words,
        )
        rows = cursor.fetchall()
        if (flips := _flips(segment, asked)) is None:  # its truth would be a question about everybody
            cursor.execute(_FORGET_FLIPS.format(whom=whom), words)
        else:
            _execute(cursor, _KEEP_FLIPS.format(flips="{asked}", whom=whom), flips.filter(_among(customers)), words)
    moved = Moved([pk for pk, is_in in rows if is_in], [pk for pk, is_in in rows if not is_in])
    if rows:
        segment.size += len(moved.come) - len(moved.gone)
        Segment.objects.filter(pk=segment.pk).update(size=segment.size)
    return moved


def fitting(segment: Segment, asked: Asked) -> QuerySet[Customer]:
    """The customers whom a segment is for. Raises ValidationError("conditions")."""
    if segment.kind == Segment.Kind.LIST:
        return Customer.objects.met().filter(Exists(Listed.objects.filter(segment=segment.pk, customer=OuterRef("pk"))))
    return chosen(segment.conditions, asked)


def chosen(conditions: Any, asked: Asked) -> QuerySet[Customer]:
    """The customers for whom these conditions hold. Raises ValidationError("conditions")."""
    return matching(Customer.objects.met(), conditions or {"all": []}, CUSTOMER_FIELDS, now=asked.now, zone=asked.zone)


def _flips(segment: Segment, asked: Asked) -> QuerySet[Any] | None:
    if segment.kind == Segment.Kind.LIST:
        return None
    at = next_flip(segment.conditions or {"all": []}, CUSTOMER_FIELDS, asked=asked)
    return None if at is None else Customer.objects.met().values("id").annotate(at=at)


def _among(customers: Sequence[int] | range) -> Q:
    if isinstance(customers, range):
        return Q(pk__gte=customers.start, pk__lt=customers.stop)
    return Q(pk__in=customers)


def _whom(customers: Sequence[int] | range) -> tuple[str, dict[str, Any]]:
    if isinstance(customers, range):
        return "customer_id >= %(first)s AND customer_id < %(end)s", {"first": customers.start, "end": customers.stop}
    return "customer_id = ANY(%(customers)s)", {"customers": list(customers)}


def _execute(cursor: Any, statement: str, asked: QuerySet[Any], words: dict[str, Any]) -> None:
    """`statement` with a query set in place of {asked}: its values get names, as the others have them."""
    try:
        sql, values = asked.order_by().query.sql_with_params()
    except EmptyResultSet:  # nobody, whatever they are like
        sql, values = _NOBODY, ()
    named = {f"asked_{number}": value for number, value in enumerate(values)}
    parts = sql.replace("%%", "\0").split("%s")
    written = "".join(
        part + (f"%(asked_{number})s" if number < len(values) else "") for number, part in enumerate(parts)
    )
    cursor.execute(statement.replace("{asked}", written.replace("\0", "%%")), words | named)
