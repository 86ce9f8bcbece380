"""Indexes and foreign keys are made faster at once than row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

_INDEXES = """
    SELECT format('DROP INDEX %%I', index.relname), pg_get_indexdef(index.oid)
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
    WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
_CONSTRAINTS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC
"""


class Part(NamedTuple):
    drop: str
    make: str


@contextmanager
def laid_aside(tables: Sequence[str], *, progress: Callable[[float], None]) -> Iterator[None]:
    """Without these tables' indexes and constraints inside, and with all of them again after. Belongs in one transaction.

    `progress` is told the share of them that stands again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        parts = [part for ask in (_CONSTRAINTS, _INDEXES) for part in _found(ask, tables)]
        for part in parts:
            cursor.execute(part.drop)
        yield
        for done, part in enumerate(parts, start=1):
            cursor.execute(part.make)
            progress(done / len(parts))


def _found(ask: str, tables: Sequence[str]) -> list[Part]:
    with connection.cursor() as cursor:
        cursor.execute(ask, [list(tables)])
        return [Part(*row) for row in cursor.fetchall()]
