"""What was done in books is written in one statement. A key that was used before changes nothing: the unique index decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from regulars.customers.timeline import cause
from regulars.loyalty.book import Book
from regulars.loyalty.models import BUCKETS, Account, Lot, Operation


class Repeated(Exception):
    """The key was used before: what was begun is undone, and the first answer stands."""


_SAID = (
    "kind",
    "amount",
    "change",
    "balance",
    "spend",
    "reckoned",
    "of_id",
    "key",
    "digest",
    "reference",
    "reason",
    "by",
)
_SAID += ("because", "version", "at", "happened_at")
_DATES = (
    "activates_at",
    "expires_at",
    "lasts",
    "qualifies",
    "spend",
    "spend_back",
    "is_order",
    "may_move",
    "charged",
    "owed",
    "paid",
)
_SUMS = ("moved", *BUCKETS)
_ACCOUNT = (
    *BUCKETS,
    "debt",
    "debt_since",
    "lapses_at",
    "clock",
    "due_at",
    "tier",
    "own_tier",
    "tier_since",
    "review_at",
)
_ACCOUNT += ("is_in_grace", "given_tier", "given_until", "merged_into_id")


class _Table:
    """Rows as columns: `unnest(%s::bigint[], …) AS name (number, …)`."""

    def __init__(self, model: type[Any], names: Sequence[str], *more: tuple[str, str]) -> None:
        columns = {
            name: model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name) for name in names
        }
        self.names, self.model = names, model
        self.columns = [field.column for field in columns.values()]
        types = [
            field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
            for field in columns.values()
        ]
        self.types = [f"{kind.split('(')[0]}[]" for kind in types] + [f"{kind}[]" for _name, kind in more]
        self.unnested = f"unnest({', '.join(f'%s::{kind}' for kind in self.types)})"
        self.listed = ", ".join([*self.columns, *(name for name, _kind in more)])
        self.assigned = ", ".join(f"{column} = said.{column}" for column in self.columns)

    def values(self, rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
        several = [list(column) for column in zip(*rows, strict=True)]
        return several or [[] for _each in self.types]

    def of(self, row: Any) -> list[Any]:
        return [_json(getattr(row, name)) for name in self.names]


def _json(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


@lru_cache(maxsize=1)
def _tables() -> tuple[_Table, _Table, _Table, _Table, str]:
    number, place = ("number", "bigint"), ("op_place", "int")
    operations = _Table(Operation, ("programme_id", "account_id", *_SAID))
    lots = _Table(Lot, ("account_id", "home_id", "parent_id", "issued", *_SUMS, *_DATES), place)
    changed = _Table(Lot, ("account_id", "home_id", *_SUMS, *_DATES), number)
    accounts = _Table(Account, _ACCOUNT, number)
    statement = f"""
        WITH op AS (
            SELECT nextval('loyalty_operation_id_seq') AS id, said.*
            FROM {operations.unnested} WITH ORDINALITY AS said ({operations.listed}, place)
        ), written AS (
            INSERT INTO loyalty_operation (id, {operations.listed}) SELECT id, {operations.listed} FROM op ORDER BY place
            ON CONFLICT (programme_id, kind, key) WHERE key IS NOT NULL DO NOTHING RETURNING id
        ), lot AS (
            SELECT nextval('loyalty_lot_id_seq') AS id, said.*
            FROM {lots.unnested} WITH ORDINALITY AS said ({lots.listed}, place)
        ), credited AS (
            INSERT INTO loyalty_lot (id, operation_id, {", ".join(lots.columns)})
            SELECT lot.id, op.id, {", ".join(f"lot.{column}" for column in lots.columns)}
            FROM lot JOIN op ON op.place = lot.op_place ORDER BY lot.place
        ), entered AS (
            INSERT INTO loyalty_entry (operation_id, account_id, lot_id, source, target, amount, at)
            SELECT op.id, op.account_id, coalesce(said.lot, lot.id), said.source, said.target, said.amount, op.at
            FROM unnest(%s::int[], %s::bigint[], %s::int[], %s::smallint[], %s::smallint[], %s::bigint[])
            WITH ORDINALITY AS said (op_place, lot, lot_place, source, target, amount, place)
            JOIN op ON op.place = said.op_place LEFT JOIN lot ON lot.place = said.lot_place ORDER BY said.place
        ), changed AS (
            UPDATE loyalty_lot SET {changed.assigned} FROM {changed.unnested} AS said ({changed.listed})
            WHERE loyalty_lot.id = said.number
        ), kept AS (
            UPDATE loyalty_account SET {accounts.assigned} FROM {accounts.unnested} AS said ({accounts.listed})
            WHERE loyalty_account.id = said.number
        )
        SELECT 'operation', place, id, (SELECT count(*) FROM written) FROM op UNION ALL SELECT 'lot', place, id, 0 FROM lot
    """
    return operations, lots, changed, accounts, statement


def write(books: Sequence[Book], operations: list[Operation], credited: list[Lot]) -> None:
    """Raises Repeated when a key was used before."""
    table, lots, changed, accounts, statement = _tables()
    places = {id(each): place for place, each in enumerate(operations, 1)}
    lot_places = {id(each): place for place, each in enumerate(credited, 1)}
    entered = [
        (places[id(each.operation)], each.lot and each.lot.pk, each.lot and lot_places.get(id(each.lot)), *each[2:])
        for book in books for each in book.postings
    ]  # fmt: skip
    for each in operations:
        each.because = cause()
    for book in books:
        book.account.due_at = _due(book)
    values = [
        *table.values(tuple(table.of(each)) for each in operations),
        *lots.values((*lots.of(each), places[id(each.operation)]) for each in credited),
        *(list(column) for column in (zip(*entered, strict=True) if entered else [[]] * 6)),
        *changed.values((*changed.of(each), each.pk) for book in books for each in book.changed.values()),
        *accounts.values((*accounts.of(book.account), book.account.pk) for book in books),
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for what, place, number, written in cursor.fetchall():
            if what == "operation" and written < len(operations):
                raise Repeated
            (operations if what == "operation" else credited)[place - 1].pk = number


def _due(book: Book) -> datetime | None:
    """Too early does no harm: then it is looked at, and nothing is due."""
    if book.is_whole:
        return book.next_due()
    return min((each for each in (book.account.due_at, book.next_due()) if each), default=None)
