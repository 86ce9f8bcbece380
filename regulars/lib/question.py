"""Questions that every page asks: the ORM writes their SQL once, not at each asking.

Composing a query set and compiling it costs Django more than PostgreSQL needs to answer it. A `Question` is composed with
`Given` in place of its values; asked, it only fills them in. It yields the same objects, relations and annotations included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.expressions import Expression, Func
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

Row = TypeVar("Row", bound=models.Model)

COLUMNS: dict[type, type[models.Field[Any, Any]]] = {
    int: models.BigIntegerField, str: models.TextField, datetime: models.DateTimeField, list: models.Field,
}  # fmt: skip


class Given(Expression):
    """A value that is named now and given when the question is asked: an int, a str, a datetime, or a list for `Among`."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(output_field=COLUMNS[kind]())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Among(Func):
    """That a column holds one of the values of a list: `filter(Among("pk", numbers))`."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY (", models.BooleanField()


class Question(Generic[Row]):
    """`Question(compose, number=int)(number=7)`: the rows of `compose(number=…)`, composed once.

    `compose` gets a `Given` for each name. It may filter, annotate, order, slice and select related; what it prefetches
    is left out (`hand_out` gives rows to whom they belong). A name that is not given is a KeyError.
    """

    def __init__(self, compose: Callable[..., models.QuerySet[Row]], **kinds: type) -> None:
        self._compose, self._kinds = compose, kinds
        self._written: tuple[SQLCompiler, str, tuple[str, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        compiler, sql, places = self._written or self._write()
        compiler = copy(compiler)
        compiler.connection = connections[compiler.using]
        filled = tuple(values[name] for name in places)
        compiler.as_sql = lambda *args, **options: (sql, filled)
        return list(ModelIterable(_Asked(compiler)))  # type: ignore[arg-type]

    def first(self, **values: Any) -> Row | None:
        """The first of the rows, if there is any."""
        return next(iter(self(**values)), None)

    def _write(self) -> tuple[SQLCompiler, str, tuple[str, ...]]:
        asked = self._compose(**{name: Given(name, kind) for name, kind in self._kinds.items()})
        compiler = asked.query.get_compiler(using=asked.db)
        sql, places = _with_constants(*compiler.as_sql())
        # How columns are read is the same each time, and Django looks at each of them to find that out.
        columns = [column for column, *_more in compiler.select[: compiler.col_count]]
        converters, is_composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        compiler.get_converters = lambda _columns: converters
        compiler.has_composite_fields = lambda _columns: is_composite
        self._written = compiler, sql, places
        return self._written


def written(asked: models.QuerySet[Any]) -> tuple[str, tuple[str, ...]]:
    """The SQL of a query set, for a larger statement, and the names of what is given in it, in order."""
    return _with_constants(*asked.query.sql_with_params())


def _with_constants(sql: str, values: Sequence[Any]) -> tuple[str, tuple[str, ...]]:
    """All but what is `Given` written out: a plan made once knows then which partial indexes serve it."""
    left = iter(values)

    def write(place: re.Match[str]) -> str:
        if place[0] == "%%" or isinstance(value := next(left), Given):
            return place[0]
        return Literal(value).as_string().replace("%", "%%")

    return re.sub("%[%s]", write, sql), tuple(value.name for value in values if isinstance(value, Given))


class _Asked:
    """As much of a query set as `ModelIterable` looks at."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler) -> None:
        self.query, self.db, self._compiler = self, compiler.using, compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler


def hand_out(rows: Iterable[models.Model], owners: Iterable[models.Model], *, name: str, by: str) -> None:
    """Let `owner.name.all()` be those of the rows that point at the owner with `by`, without asking again."""
    several: dict[Any, list[models.Model]] = {}
    for row in rows:
        several.setdefault(getattr(row, by), []).append(row)
    for owner in owners:
        kept = owner.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[name] = several.get(owner.pk, [])
