"""The few pieces of SQL that conditions are made of. Values are always parameters, never part of the text."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import BooleanField, Exists, Expression, Func, TextField, Value
from django.db.models.lookups import IsNull

from regulars.lib.letters import ACCENTS, PLAIN, STROKED


class Sql(Func):
    """`shape` with a {} for each part, in their order."""

    def __init__(self, shape: str, *parts: Any, output: Any = None) -> None:
        super().__init__(*parts, output_field=output or BooleanField())
        self.shape = shape

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        return self.shape.format(*(sql for sql, _ in compiled)), [value for _, values in compiled for value in values]


def text(shape: str, *parts: Any) -> Sql:
    return Sql(shape, *parts, output=TextField())


def folded(written: Any) -> Sql:
    """A text as it is compared: without case and accents, ß as ss; NULL when it is empty.

    `lower(normalize(…))` and not `unaccent`, which is not immutable: PostgreSQL computes a constant side once, and may index the other.
    """
    return text(
        f"replace(translate(lower(regexp_replace(normalize(NULLIF({{}}, ''), NFKD), '[{ACCENTS}]', '', 'g')), "
        f"'{STROKED}', '{PLAIN}'), 'ß', 'ss')",
        written,
    )


def array(values: list[Any]) -> Sql:
    return text(f"ARRAY[{', '.join(['{}'] * len(values))}]", *values)


# An attribute as text, number … where it is one, else NULL. No cast can fail: CASE looks first, and the path is silent.
_SAID = "({} #>> '{{}}')"
_AS = {
    "text": f"(CASE WHEN jsonb_typeof({{}}) IN ('string', 'number', 'boolean') THEN {_SAID} END)",
    "number": f"(CASE WHEN jsonb_typeof({{}}) IN ('string', 'number') AND {_SAID} ~ '^-?[0-9]{{{{1,15}}}}([.][0-9]{{{{1,15}}}})?$'"
    f" THEN {_SAID}::numeric END)",
    "boolean": f"(CASE WHEN jsonb_typeof({{}}) = 'boolean' THEN {_SAID}::boolean END)",
    "day": f"(CASE WHEN jsonb_typeof({{}}) = 'string' AND {_SAID} ~ '^[0-9]{{{{4}}}}-[0-9]{{{{2}}}}-[0-9]{{{{2}}}}($|[T ])' THEN "
    f"(jsonb_path_query_first(to_jsonb(left({_SAID}, 10)), '$.datetime()', '{{{{}}}}', true) #>> '{{{{}}}}')::date END)",
}


def typed(value: Any, kind: str) -> Sql:
    """A JSON value as far as it is of this kind; anything as the text it says."""
    shape = _AS.get(kind, _SAID)
    return text(shape, *[value] * len(re.findall(r"(?<!{){}(?!})", shape)))


def negated(statement: Any) -> Expression:
    """True exactly where `statement` is not, NULL counting as not; in the form that PostgreSQL's indexes know."""
    if isinstance(statement, Exists):
        return ~statement
    if isinstance(statement, IsNull):
        return IsNull(statement.lhs, not statement.rhs)
    return Sql("({} IS NOT TRUE)", statement)


def constant(value: bool) -> Value:
    return Value(value, output_field=BooleanField())
