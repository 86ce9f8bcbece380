"""What was done in books is written in one statement. A key that was used before changes nothing: the unique index decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

from regulars.customers.timeline import cause
from regulars.lib.inserting import insert_all
from regulars.loyalty.book import Book
from regulars.loyalty.falling_due import next_due
from regulars.loyalty.models import BUCKETS, Lot, Operation


class Repeated(Exception):
    """The key was used before: what was begun is undone, and the first answer stands."""


_SAID = ("kind", "amount", "change", "balance", "spend", "reckoned", "of_id", "key", "digest", "reference", "reason")
_SAID += ("by", "because", "version", "at", "happened_at", "programme_id", "account_id")
_SUMS = ("account_id", "home_id", "moved", *BUCKETS, "charged", "owed", "paid")
_DATES = ("activates_at", "expires_at", "lasts")
_COUNTS = ("qualifies", "qualifies_back", "spend", "spend_back", "counts", "is_order", "may_move")
_LOT = ("issued", *_SUMS, *_DATES, *_COUNTS)
_NEW_LOT = ("operation_id", "parent_id", *_LOT)
_ACCOUNT = (*BUCKETS, "debt", "carried", "debt_since", "lapses_at", "clock", "due_at", "tier", "own_tier", "tier_since")
_ACCOUNT += ("review_at", "is_in_grace", "given_tier", "given_until", "merged_into_id")

# Rows come as JSON: an array for each of a hundred columns costs more to write than all the rest. A new operation is known by its
# place until it has a number; so is a new credit, whose place has a minus where the number of an old one would stand.
_STATEMENT = """
    WITH op AS (
        SELECT nextval('loyalty_operation_id_seq') AS number, ordinality AS place, said.*
        FROM json_populate_recordset(NULL::loyalty_operation, %s) WITH ORDINALITY AS said
    ), written AS (
        INSERT INTO loyalty_operation (id, {operation}) SELECT number, {operation} FROM op ORDER BY place
        ON CONFLICT (programme_id, kind, key) WHERE key IS NOT NULL DO NOTHING RETURNING id
    ), lot AS (
        SELECT nextval('loyalty_lot_id_seq') AS number, ordinality AS place, said.*
        FROM json_populate_recordset(NULL::loyalty_lot, %s) WITH ORDINALITY AS said
    ), credited AS (
        INSERT INTO loyalty_lot (id, operation_id, {new_lot}) SELECT lot.number, op.number, {lot_new_lot}
        FROM lot JOIN op ON op.place = lot.operation_id ORDER BY lot.place
    ), entered AS (
        INSERT INTO loyalty_entry (operation_id, account_id, lot_id, source, target, amount, at)
        SELECT op.number, op.account_id, coalesce(lot.number, said.lot_id), said.source, said.target, said.amount, op.at
        FROM json_populate_recordset(NULL::loyalty_entry, %s) WITH ORDINALITY AS said
        JOIN op ON op.place = said.operation_id LEFT JOIN lot ON lot.place = -said.lot_id ORDER BY said.ordinality
    ), changed AS (
        UPDATE loyalty_lot SET {set_lot} FROM json_populate_recordset(NULL::loyalty_lot, %s) AS said WHERE loyalty_lot.id = said.id
    ), kept AS (
        UPDATE loyalty_account SET {set_account}
        FROM json_populate_recordset(NULL::loyalty_account, %s) AS said WHERE loyalty_account.id = said.id
    )
    SELECT 'operation', place, number, (SELECT count(*) FROM written) FROM op UNION ALL SELECT 'lot', place, number, 0 FROM lot
"""


@lru_cache(maxsize=1)
def _statement() -> str:
    def assigned(names: Iterable[str]) -> str:
        return ", ".join(f"{name} = said.{name}" for name in names)

    new_lot = _NEW_LOT[1:]
    return _STATEMENT.format(
        operation=", ".join(_SAID),
        new_lot=", ".join(new_lot),
        lot_new_lot=", ".join(f"lot.{name}" for name in new_lot),
        set_lot=assigned(_LOT),
        set_account=assigned(_ACCOUNT),
    )


def write(books: Sequence[Book], operations: list[Operation], credited: list[Lot], *, are_new: bool = False) -> None:
    """`are_new`: the accounts themselves are not written yet, and have reserved keys. Raises Repeated when a key was used before."""
    places = {id(each): place for place, each in enumerate(operations, 1)}
    new = {id(each): -place for place, each in enumerate(credited, 1)}
    because = cause()
    for each in operations:
        each.because = because
    for book in books:
        book.account.due_at = _due(book)
    entries = [
        {
            "operation_id": places[id(operation)],
            "lot_id": lot and (lot.pk or new[id(lot)]),
            "source": source,
            "target": target,
            "amount": amount,
        }
        for book in books
        for operation, lot, source, target, amount in book.postings
    ]
    rows = [
        [_row(each, _SAID) for each in operations],
        [_row(each, _NEW_LOT) | {"operation_id": places[id(each.operation)]} for each in credited],
        entries,
        [_row(each, _LOT) | {"id": each.pk} for book in books for each in book.changed.values()],
        [_row(book.account, _ACCOUNT) | {"id": book.account.pk} for book in books if not are_new],
    ]
    if are_new:
        insert_all([book.account for book in books])
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [json.dumps(each, default=_said) for each in rows])
        for what, place, number, written in cursor.fetchall():
            if what == "operation" and written < len(operations):
                raise Repeated
            (operations if what == "operation" else credited)[place - 1].pk = number


def _row(row: Model, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _due(book: Book) -> datetime | None:
    """Too early does no harm: then it is looked at, and nothing is due."""
    if book.is_whole:
        return next_due(book)
    return min((each for each in (book.account.due_at, next_due(book)) if each), default=None)
