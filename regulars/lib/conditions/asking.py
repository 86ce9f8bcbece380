"""From a tree to the one query that answers it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from django.db.models import Exists, Q, QuerySet, Value
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _

from regulars.lib.conditions import sql
from regulars.lib.conditions.fields import Field, Fields
from regulars.lib.conditions.operators import equals, known
from regulars.lib.conditions.reading import Leaf, Tree, read
from regulars.lib.conditions.sql import Sql
from regulars.lib.conditions.values import ME, Asked, bounds
from regulars.lib.refusal import refusal


def matching(
    queryset: QuerySet[Any], tree: Any, fields: Fields, *, now: datetime, zone: tzinfo = UTC, asker: Any = None
) -> QuerySet[Any]:
    """The rows of `queryset` that `tree` holds for at the moment `now`; days are meant in `zone` (UTC unless given).

    `asker` is whom “me” stands for. Raises ValidationError("conditions") as `check` does.
    """
    asked = Asked(now, zone, asker)
    return queryset.filter(condition(read(tree, fields), asked))


def holds(tree: Any, thing: Any, fields: Fields, *, now: datetime, zone: tzinfo = UTC, asker: Any = None) -> bool:
    """Whether `tree` holds for one thing: the same question, asked of its row as it is in the database."""
    one = type(thing)._default_manager.filter(pk=thing.pk)
    return matching(one, tree, fields, now=now, zone=zone, asker=asker).exists()


def condition(tree: Tree, asked: Asked, *, is_not: bool = False) -> Any:
    """The tree in SQL. Negations go down to the leaves, so that the others stay bare and are found by an index."""
    if isinstance(tree, Leaf):
        return statement(tree, asked, is_not=is_not)
    is_not ^= tree.word in ("none", "not")
    joined_by_or = (tree.word in ("any", "none")) ^ is_not
    parts = [condition(part, asked, is_not=is_not) for part in tree.parts]
    if tree.word == "not":
        return parts[0]
    return Q(*parts, _connector=Q.OR if joined_by_or else Q.AND) if parts else sql.constant(not joined_by_or)


def statement(leaf: Leaf, asked: Asked, *, is_not: bool = False) -> Any:
    """One leaf in SQL: true where it holds; elsewhere false, or NULL when nothing is negated."""
    positive = _of_many(leaf, asked) if leaf.field.is_many else _of_one(leaf, asked)
    return sql.negated(positive) if leaf.how.is_not ^ is_not else positive


def _of_one(leaf: Leaf, asked: Asked) -> Any:
    field, test = leaf.field, leaf.how.test
    if test is known:
        return _known(field)
    if field.kind == "boolean":
        return _is(expression(field), leaf.values[0])
    return test(compared(field), *right(leaf, asked))


def _is(value: Any, wanted: bool) -> Any:
    if isinstance(value, Exists | IsNull):  # these are never missing
        return value if wanted else sql.negated(value)
    return Sql("{}" if wanted else "(NOT {})", value)


def _known(field: Field) -> Any:
    if field.kind == "text":
        return Sql("({} <> '')", field.expression())
    return known(
        Sql("NULLIF({} #>> '{{}}', '')", field.expression()) if field.kind == "anything" else field.expression()
    )


def _of_many(leaf: Leaf, asked: Asked) -> Any:
    if leaf.how.takes == "nothing":
        return (
            Exists(leaf.field.rows(leaf.field.prefix))
            if leaf.field.rows
            else Sql("({} <> '{{}}')", leaf.field.expression())
        )
    values = right(leaf, asked)
    rounds = [(value,) for value in values] if leaf.how.is_each else [values]
    tests = [_any_row(leaf, *each) for each in rounds]
    return tests[0] if len(tests) == 1 else Q(*tests)


def _any_row(leaf: Leaf, *values: Any) -> Any:
    if leaf.field.rows:
        return Exists(leaf.field.rows(leaf.field.prefix).filter(leaf.how.test(compared(leaf.field), *values)))
    shape = "({} @> {}::varchar[])" if leaf.how.test is equals else "({} && {}::varchar[])"
    return Sql(shape, leaf.field.expression(), sql.array(list(values)))


def expression(field: Field) -> Any:
    """A field's value; an attribute's as far as it is of the kind that it is compared as."""
    value = field.expression()
    return sql.typed(value, field.kind) if field.is_json else value


def compared(field: Field) -> Any:
    value = expression(field)
    return sql.folded(value) if field.kind == "text" and field.written is None else value


def right(leaf: Leaf, asked: Asked) -> list[Any]:
    """What a leaf's values are in SQL: two bounds for a day, the present and a length for a span."""
    field, takes = leaf.field, leaf.how.takes
    if takes == "span":
        return [asked.today if field.kind == "day" else asked.now, leaf.values[0]]
    if field.kind in ("moment", "day"):
        both = [bounds(value, asked=asked, is_day=field.kind == "day") for value in leaf.values]
        return [Value(both[0][0]), Value(both[-1][1])]
    return [_stored(field, value, asked) for value in leaf.values]


def _stored(field: Field, value: Any, asked: Asked) -> Any:
    if field.kind in ("choice", "level"):
        return Value(next(choice.stored for choice in field.choices if choice.word == value))
    if value == ME and field.may_be_me:
        if asked.asker is None:
            raise refusal("conditions", _("%s: nobody asks, so there is no “me”") % field.name, "wrong_value")
        return Value(asked.asker.pk)
    if field.kind == "text":
        return Value(field.written(value)) if field.written else sql.folded(Value(value))
    return Value(value)
