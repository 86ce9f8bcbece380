"""Everything that can be asked of a field: one line each. A new operator is a new line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions.fields import Field
from regulars.lib.conditions.sql import Sql, array

Takes = Literal["one", "several", "range", "day", "span", "nothing"]


@dataclass(frozen=True)
class Operator:
    """What may be asked of which kinds of fields, and its test in SQL: `test(left, *values)`.

    Kinds that have "many" before them mean to-many fields of any kind; "rows", to-many texts that have rows of their own.
    With `is_not` the whole holds exactly where the test does not.
    """

    kinds: str
    takes: Takes
    test: Callable[..., Any]
    says: Any
    is_not: bool = False
    is_each: bool = False  # for each of the values there is one that fits

    def may_ask(self, field: Field) -> bool:
        kinds = {"many", "rows" if field.rows and field.kind == "text" else ""} if field.is_many else {field.kind}
        return bool(kinds & set(self.kinds.split()))


def _sql(shape: str) -> Callable[..., Sql]:
    return lambda *parts: Sql(f"({shape})", *parts)


def among(left: Any, *values: Any) -> Sql:
    return Sql("({} = ANY({}))", left, array(list(values)))


def known(left: Any) -> IsNull:
    return IsNull(left, False)


equals = _sql("{} = {}")
_contains = _sql("strpos({}, {}) > 0")
_starts = _sql("starts_with({}, {})")
_within = _sql("{} BETWEEN {} AND {}")


def _ends(left: Any, end: Any) -> Sql:
    return Sql("(right({}, length({})) = {})", left, end, end)


# Of days and moments: `first` and `last` are the bounds of what was named, a whole day or an instant; `edge` is so long from now.
def _before(left: Any, first: Any, _last: Any) -> Sql:
    return Sql("({} < {})", left, first)


def _after(left: Any, _first: Any, last: Any) -> Sql:
    return Sql("({} > {})", left, last)


def _longer_ago(left: Any, now: Any, length: Any) -> Sql:
    return Sql("({} <= {})", left, now - length)


def _lately(left: Any, now: Any, length: Any) -> Sql:
    return Sql("({} > {} AND {} <= {})", left, now - length, left, now)


def _soon(left: Any, now: Any, length: Any) -> Sql:
    return Sql("({} BETWEEN {} AND {})", left, now, now + length)


_SINGLE = "text number boolean choice level reference anything rows"
_LISTED = "text number choice level reference anything rows"
_TEXTS = "text anything rows"
_MEASURED = "number level anything"
_TIMES = "moment day anything"
_ALL = "text number boolean choice level moment day reference anything many"

OPERATORS = {
    "is": Operator(_SINGLE, "one", equals, _("is {value}")),
    "is not": Operator(_SINGLE, "one", equals, _("is not {value}"), is_not=True),
    "is one of": Operator(_LISTED, "several", among, _("is {value}")),
    "is none of": Operator(_LISTED, "several", among, _("is none of {value}"), is_not=True),
    "contains": Operator(_TEXTS, "one", _contains, _("contains {value}")),
    "does not contain": Operator(_TEXTS, "one", _contains, _("does not contain {value}"), is_not=True),
    "starts with": Operator(_TEXTS, "one", _starts, _("starts with {value}")),
    "ends with": Operator(_TEXTS, "one", _ends, _("ends with {value}")),
    "more than": Operator(_MEASURED, "one", _sql("{} > {}"), _("is more than {value}")),
    "at least": Operator(_MEASURED, "one", _sql("{} >= {}"), _("is at least {value}")),
    "less than": Operator(_MEASURED, "one", _sql("{} < {}"), _("is less than {value}")),
    "at most": Operator(_MEASURED, "one", _sql("{} <= {}"), _("is at most {value}")),
    "between": Operator("number moment day anything", "range", _within, _("is between {value}")),
    "before": Operator(_TIMES, "day", _before, _("is before {value}")),
    "after": Operator(_TIMES, "day", _after, _("is after {value}")),
    "on": Operator(_TIMES, "day", _within, _("is on {value}")),
    "more than … ago": Operator(_TIMES, "span", _longer_ago, _("is more than {value} ago")),
    "less than … ago": Operator(_TIMES, "span", _lately, _("is less than {value} ago")),
    "in the next …": Operator(_TIMES, "span", _soon, _("is in the next {value}")),
    "is known": Operator(_ALL, "nothing", known, _("is known")),
    "is missing": Operator(_ALL, "nothing", known, _("is missing"), is_not=True),
    "has": Operator("many", "one", equals, _("has {value}")),
    "has any of": Operator("many", "several", among, _("has any of {value}")),
    "has all of": Operator("many", "several", equals, _("has all of {value}"), is_each=True),
    "has none of": Operator("many", "several", among, _("has none of {value}"), is_not=True),
}


def operators_of(field: Field) -> list[str]:
    """The operators that may be asked of a field."""
    return [name for name, operator in OPERATORS.items() if operator.may_ask(field)]
