"""Questions that every page asks: the ORM writes their SQL once, not at each asking.

Composing a query set and compiling it costs Django more than PostgreSQL needs to answer it. A `Question` is composed with
`Given` in place of its values; asked, it only fills them in. It yields the same objects, relations and annotations included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.expressions import Expression, Func
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
        self._written: _Written | None = None

    def __call__(self, **values: Any) -> list[Row]:
        known = self._written = self._written or _Written(self._compose, self._kinds)
        connection = connections[known.database]
        with connection.cursor() as cursor:
            cursor.execute(known.sql, tuple([values[name] for name in known.places]))
            return [known.row(columns, connection) for columns in cursor.fetchall()]

    def first(self, **values: Any) -> Row | None:
        """The first of the rows, if there is any."""
        return next(iter(self(**values)), None)


def by_hand(kind: type[Row], sql: str, values: Sequence[Any]) -> list[Row]:
    """The rows of a statement of ours, with each column that their table has; what else it says becomes attributes.

    What Django's `raw` gives; that looks through the whole model at each asking.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        names = tuple([column.name for column in cursor.description])
        read = _read_by_hand(kind, names)
        return [read(columns, cursor.db) for columns in cursor.fetchall()]


class _Written:
    """A question as it is asked, and how its answer is read."""

    def __init__(self, compose: Callable[..., models.QuerySet[Any]], kinds: dict[str, type]) -> None:
        asked = compose(**{name: Given(name, kind) for name, kind in kinds.items()})
        compiler = asked.query.get_compiler(using=asked.db)
        self.sql, self.places = _with_constants(*compiler.as_sql())
        self.database = asked.db
        columns = [column for column, *_more in compiler.select[: compiler.col_count]]
        more = list(compiler.annotation_col_map.items())
        self.row = _Reading(_Made.selected(compiler.klass_info, columns), compiler.get_converters(columns), more)


class _Reading:
    """How the columns of an answer become a row."""

    def __init__(self, made: _Made, converters: dict[int, Any], more: Sequence[tuple[str, int]] = ()) -> None:
        self._made, self._converters, self._more = made, list(converters.items()), more

    def __call__(self, columns: Sequence[Any], connection: Any) -> Any:
        if self._converters:
            columns = list(columns)
            for place, (several, expression) in self._converters:
                for convert in several:
                    columns[place] = convert(columns[place], expression, connection)
        row = self._made(columns, connection.alias)
        for name, place in self._more:
            setattr(row, name, columns[place])
        return row


class _Made:
    """Rows of a model, with those that were selected with them, made of the columns that were asked for.

    The same that Django makes, without the way through `__init__`, which looks for each field whether it was asked for: making
    fifty rows with their customers took longer than finding them. Models that inherit another one's table are not served.
    """

    def __init__(
        self, kind: type[models.Model], names: Sequence[str], *, first: int = 0, related: Sequence[Any] = ()
    ) -> None:
        self._kind, self._names, self._related = kind, names, related
        self._first, self._behind = first, first + len(names)
        self.key = first + names.index(kind._meta.pk.attname)

    @classmethod
    def selected(cls, info: dict[str, Any], columns: Sequence[Any]) -> _Made:
        """As a compiler of Django's has them in its statement."""
        names = [columns[place].target.attname for place in info["select_fields"]]
        related = [
            (cls.selected(each, columns), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", ())
        ]
        return cls(info["model"], names, first=info["select_fields"][0], related=related)

    def __call__(self, columns: Sequence[Any], database: str) -> Any:
        row = self._kind.__new__(self._kind)
        row._state = state = ModelState()
        state.adding, state.db = False, database
        row.__dict__.update(zip(self._names, columns[self._first : self._behind], strict=True))
        for made, set_here, set_there in self._related:
            related = None if columns[made.key] is None else made(columns, database)
            set_here(row, related)
            if related is not None:
                set_there(related, row)
        return row


@lru_cache(maxsize=64)
def _read_by_hand(kind: type[models.Model], names: tuple[str, ...]) -> _Reading:
    fields = {field.column: field for field in kind._meta.concrete_fields}
    columns = [fields[name].get_col(kind._meta.db_table) if name in fields else None for name in names]
    converters = kind._base_manager.all().query.get_compiler(using=DEFAULT_DB_ALIAS).get_converters(columns)
    return _Reading(_Made(kind, [fields[name].attname if name in fields else name for name in names]), converters)


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


def hand_out(rows: Iterable[models.Model], owners: Iterable[models.Model], *, name: str, by: str) -> None:
    """Let `owner.name.all()` be those of the rows that point at the owner with `by`, without asking again."""
    several: dict[Any, list[models.Model]] = {}
    for row in rows:
        several.setdefault(getattr(row, by), []).append(row)
    for owner in owners:
        kept = owner.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[name] = several.get(owner.pk, [])
