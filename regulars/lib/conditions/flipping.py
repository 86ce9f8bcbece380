"""When the clock alone will next make a condition true or false of something: whoever keeps an answer looks again then.

Each leaf about time names the moments at which it may turn over; the next of them is asked for in SQL, of every row at once. One too
many costs a look; one too few would be a wrong answer, so a field whose value itself hangs on the present says so by `flips`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Value
from django.db.models.functions import Least

from regulars.lib.conditions.asking import expression
from regulars.lib.conditions.fields import Fields
from regulars.lib.conditions.reading import Leaf, leaves, read
from regulars.lib.conditions.sql import Sql
from regulars.lib.conditions.values import RELATIVE, Asked

_AT = DateTimeField()
_INSTANT = timedelta(microseconds=1)


def next_flip(tree: Any, fields: Fields, *, asked: Asked) -> Any:
    """In SQL: the first moment after `asked.now` at which `tree` may turn over for a row; None when the clock changes nothing.

    NULL for rows of which time changes nothing any more. Raises ValidationError("conditions").
    """
    moments = [moment for leaf in leaves(read(tree, fields)) for moment in _of_leaf(leaf, asked)]
    if len(moments) < 2:
        return moments[0] if moments else None
    return Least(*moments, output_field=_AT)


def _of_leaf(leaf: Leaf, asked: Asked) -> Iterator[Any]:
    field = leaf.field
    if field.flips:
        yield _later(field.flips(field.prefix), asked)
    if field.kind not in ("moment", "day") or field.is_many:
        return
    value = expression(field)
    yield from (_later(_at(value, edge, leaf, asked), asked) for edge in _edges(leaf))


def _edges(leaf: Leaf) -> Iterator[timedelta]:
    """So long after its value a leaf may turn over; where days are meant, with the beginning of that day."""
    if leaf.how.takes == "span":
        length = leaf.values[0]
        edges = {"more than … ago": (length,), "less than … ago": (timedelta(), length)}
        step = timedelta(days=1) if leaf.field.kind == "day" else _INSTANT
        yield from edges.get(leaf.operator, (-length, step))
    for word in (value for value in leaf.values if isinstance(value, str) and value in RELATIVE):
        days = -RELATIVE[word]  # a day is “yesterday” from the day after it until the one after that
        yield from (timedelta(days=days), timedelta(days=days + 1))


def _at(value: Any, edge: timedelta, leaf: Leaf, asked: Asked) -> Any:
    if leaf.how.takes == "span" and leaf.field.kind == "moment":
        return Sql("({} + {})", value, Value(edge), output=_AT)
    zone = Value(asked.zone.key if isinstance(asked.zone, ZoneInfo) else asked.zone.utcoffset(None))
    day = value if leaf.field.kind == "day" else Sql("({} AT TIME ZONE {})::date", value, zone)
    return Sql("(({} + {}::integer)::timestamp AT TIME ZONE {})", day, Value(edge.days), zone, output=_AT)


def _later(moment: Any, asked: Asked) -> Any:
    """Named once, for it may be a question itself."""
    now = Value(asked.now)
    return Sql("NULLIF(GREATEST({}, {}), {})", moment, now, now, output=_AT)
