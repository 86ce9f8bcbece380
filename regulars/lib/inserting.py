"""New rows of the tables that grow fastest: Django writes their INSERT once for a model, not at each row."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model


def insert(row: Model) -> None:
    """What `row.save(force_insert=True)` does, without signals, for a model whose key the database gives."""
    fields, statement = _statement(type(row))
    here = connections[DEFAULT_DB_ALIAS]  # itself: the fields ask it for much, and `connection` looks for it each time
    values = [field.get_db_prep_save(field.pre_save(row, True), here) for field in fields]
    with here.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, here.alias


def insert_all(rows: Sequence[Model]) -> None:
    """`insert` for many of one model, in one statement. They are handed over as JSON, which costs least. Those that have a key
    (see `reserved`) keep it.
    """
    if not rows:
        return
    fields, statement = _statement_for_many(type(rows[0]))
    key = rows[0]._meta.pk.column
    said = [{field.column: getattr(row, field.attname) for field in fields} | {key: row.pk} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(said, default=_said)])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
            row._state.adding, row._state.db = False, connection.alias


def reserved(model: type[Model], count: int) -> list[int]:
    """Keys for so many new rows that others speak of before they are written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT nextval(pg_get_serial_sequence('{table}', '{model._meta.pk.column}')) FROM generate_series(1, %s)",
            [count],
        )
        return [key for (key,) in cursor.fetchall()]


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@cache
def _statement(model: type[Model]) -> tuple[list[Field], str]:
    fields = _fields(model)
    places = ", ".join(["%s"] * len(fields))
    return fields, f"INSERT INTO {model._meta.db_table} ({_columns(fields)}) VALUES ({places}) RETURNING {_key(model)}"


@cache
def _statement_for_many(model: type[Model]) -> tuple[list[Field], str]:
    """Keys are given before anything is written, so that each row is told its own."""
    fields, table, key = _fields(model), model._meta.db_table, _key(model)
    columns, given = _columns(fields), f"pg_get_serial_sequence('{table}', '{model._meta.pk.column}')::regclass"
    return (
        fields,
        f"""
        WITH said AS MATERIALIZED (
            SELECT coalesce({key}, nextval((SELECT {given}))) AS new_key, said.* FROM json_populate_recordset(NULL::{table}, %s) WITH ORDINALITY AS said
        ), added AS (
            INSERT INTO {table} ({key}, {columns}) SELECT new_key, {columns} FROM said ORDER BY ordinality
        )
        SELECT new_key FROM said ORDER BY ordinality
    """,
    )


def _fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def _columns(fields: Sequence[Field]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _key(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.pk.column)
