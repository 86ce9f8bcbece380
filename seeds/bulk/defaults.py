"""Rows that are written by SQL get what a model would have filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql


@contextmanager
def as_in_the_models(models: Sequence[type[Model]]) -> Iterator[None]:
    """Inside, a column that is left out gets the default of its field. Belongs in one transaction."""
    known = [(model._meta.db_table, field.column, value) for model in models for field, value in _defaults(model)]
    for table, column, value in known:
        _alter(table, column, sql.SQL("SET DEFAULT {}").format(sql.Literal(value)))
    yield
    for table, column, _ in known:
        _alter(table, column, sql.SQL("DROP DEFAULT"))


def _alter(table: str, column: str, change: sql.Composable) -> None:
    words = sql.SQL("ALTER TABLE {} ALTER {} {}").format(sql.Identifier(table), sql.Identifier(column), change)
    with connection.cursor() as cursor:
        cursor.execute(words.as_string(connection.connection))


def _defaults(model: type[Model]) -> Iterator[tuple[Field[Any, Any], Any]]:
    """What a row that says nothing would hold, moments apart: those are never alike."""
    for field in model._meta.concrete_fields:
        if field.null or field.primary_key or field.is_relation or field.has_db_default():
            continue
        value = field.get_default()
        if value is not None and not isinstance(value, datetime):
            yield field, field.get_db_prep_save(value, connection)
