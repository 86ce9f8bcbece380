"""What may be asked about: each room declares its fields in one literal table, and mounts those of the rooms below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.utils.text import format_lazy

from regulars.lib.conditions.sql import Sql, text

# A level is a choice with an order; anything is a custom attribute, typed by what it is compared with.
Kind = Literal["text", "number", "boolean", "choice", "level", "moment", "day", "reference", "anything"]


@dataclass(frozen=True)
class Choice:
    word: str  # as conditions write it
    label: Any
    stored: Any  # as the database has it


@dataclass(frozen=True)
class Field:
    """One thing to ask about. `path` leads to the value from the model: lookups, or a function of the prefix they get when mounted."""

    name: str
    label: Any
    kind: Kind
    path: str | Callable[[str], Any]
    choices: tuple[Choice, ...] = ()
    offers: Callable[[Any], Iterable[tuple[Any, str]]] | None = (
        None  # what a reference may be, as the asker (or None: all) sees it
    )
    shown: str = ""  # the path of a reference's name
    may_be_me: bool = False  # "me" is whoever asks
    written: Callable[[str], str] | None = (
        None  # the one form texts are kept in: compared exactly, so that plain indexes serve
    )
    rows: Callable[[str], models.QuerySet[Any]] | None = None  # the rows of a to-many field; `path` then starts there
    is_array: bool = False
    lasting: Any = ""  # how a moment's age is said: "waiting for" 30 minutes
    prefix: str = ""
    is_json: bool = False  # a value of any type, as an attribute has
    named: Callable[[str], Field | None] | None = None  # of an open field: what a name in its place stands for
    offered: Callable[[], Iterable[Field]] | None = None  # and those that an editor shows
    says: Any = "{field}"  # how these are called where it is mounted
    flips: Callable[[str], Any] | None = (
        None  # when the value changes next by time alone, in SQL, of the prefix: see `flipping`
    )

    @property
    def is_many(self) -> bool:
        return self.is_array or self.rows is not None

    @property
    def is_open(self) -> bool:
        """Whether it stands for any name in its place, such as `attributes.*`."""
        return self.name.endswith(".*")

    def stands_for(self, one: Field) -> Field:
        """One of those that this open field stands for, as it is asked for here."""
        name, label = f"{self.name[:-1]}{one.name}", format_lazy(self.says, field=one.label)
        return replace(one, name=name, label=label, prefix=self.prefix)

    def expression(self, path: str = "") -> Any:
        """The value in SQL, of one row of `rows` when there are several."""
        path = path or self.path
        if callable(path):
            return path(self.prefix)
        return F(path if self.rows else self.prefix + path)


Fields = dict[str, Field]


def table(*fields: Field) -> Fields:
    return {field.name: field for field in fields}


def mounted(fields: Fields, name: str, *, path: str, label: Any) -> Fields:
    """Another room's fields, reached through the relation `path`: `tier` becomes `customer.tier`, "customer's tier"."""
    return table(
        *(
            replace(
                field,
                name=f"{name}.{field.name}",
                label=format_lazy(label, field=field.label),
                says=format_lazy(label, field=field.says),
                prefix=f"{path}__{field.prefix}",
            )
            for field in fields.values()
        )
    )


def is_said(path: str) -> Callable[[str], IsNull]:
    """Whether there is something at this path, for a field of yes and no."""
    return lambda prefix: IsNull(F(f"{prefix}{path}"), False)


def choices_of(enum: type[models.Choices]) -> tuple[Choice, ...]:
    """The members of a model's choices by their lower-case names."""
    return tuple(Choice(member.name.lower(), member.label, member.value) for member in enum)


def found(fields: Fields, name: str) -> Field | None:
    """The field of this name, also when it is one of those that an open field stands for."""
    if name in fields:
        return None if fields[name].is_open else fields[name]
    for field in fields.values():
        if field.is_open and name.startswith(start := field.name[:-1]) and len(name) > len(start):
            if field.named:
                one = field.named(name[len(start) :])
                return one and field.stands_for(one)
            return replace(
                field, name=name, label=name[len(start) :], path=_attribute(field, name[len(start) :]), is_json=True
            )
    return None


def _attribute(field: Field, key: str) -> Callable[[str], Any]:
    return lambda prefix: Sql(
        "jsonb_extract_path({}, {})", F(f"{prefix}{field.path}"), Value(key), output=models.JSONField()
    )


_KINDS: dict[Any, tuple[Kind, type[models.Field[Any, Any]]]] = {
    str: ("text", models.TextField),
    bool: ("boolean", models.BooleanField),
    int: ("number", models.DecimalField),
    float: ("number", models.DecimalField),
    datetime: ("moment", models.DateTimeField),
    date: ("day", models.DateField),
}


def facts(kind: type, *, name: str = "event", label: Any = "{field}") -> Fields:
    """The facts of an event class (any annotated class) as fields `event.<fact>`; `bound` gives them their values."""
    declared = {fact: _plain(hint) for fact, hint in get_type_hints(kind).items()}
    return table(
        *(
            Field(
                f"{name}.{fact}",
                format_lazy(label, field=fact.removeprefix("is_").replace("_", " ")),
                _KINDS[plain][0],
                path=_nothing,
            )
            for fact, plain in declared.items()
            if plain in _KINDS
        )
    )


def _plain(hint: Any) -> Any:
    """`str` of `str | None`."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        return kinds[0] if len(kinds) == 1 else None
    return hint


def _nothing(_prefix: str) -> Any:
    return text("NULL")


def bound(fields: Fields, values: dict[str, Any], *, name: str = "event") -> Fields:
    """`fields` with the facts mounted at `name` replaced by their values: constants in the same query."""
    given = {f"{name}.{fact}": value for fact, value in values.items()}
    return {
        key: replace(field, path=_constant(field.kind, given[key])) if key in given else field
        for key, field in fields.items()
    }


def _constant(kind: Kind, value: Any) -> Callable[[str], Any]:
    stored = dict(_KINDS.values())[kind]
    output = stored(max_digits=40, decimal_places=10) if stored is models.DecimalField else stored()
    return lambda _prefix: Cast(Value(value), output)


def expanded(fields: Fields) -> Iterable[Field]:
    """All that an editor offers: in place of an open field, those that it stands for."""
    for field in fields.values():
        yield from map(field.stands_for, field.offered()) if field.offered else (field,)
