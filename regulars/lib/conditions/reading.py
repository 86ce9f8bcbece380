"""From JSON to a tree that is known to be right. Whatever else is said with conditions begins here, so all agree on what is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.lib.conditions import values
from regulars.lib.conditions.fields import Field, Fields, Kind, found
from regulars.lib.conditions.operators import OPERATORS, Operator, operators_of
from regulars.lib.refusal import refusal, unknown

DEEPEST = 8  # groups within groups
MOST = 200  # leaves and groups together
GROUPS = ("all", "any", "none", "not")


@dataclass(frozen=True)
class Leaf:
    path: str  # where it stands: "all.2"
    field: Field
    operator: str
    values: tuple[Any, ...]

    @property
    def how(self) -> Operator:
        return OPERATORS[self.operator]


@dataclass(frozen=True)
class Group:
    word: Literal["all", "any", "none", "not"]
    parts: tuple[Leaf | Group, ...]


Tree = Leaf | Group


def check(tree: Any, fields: Fields, *, asker: Any = None) -> None:
    """Refuse a tree that is not one, naming the place, or that refers to what is not there for the asker to see.

    Where nobody asks (a rule, a segment), all that exists may be referred to, but not “me”.
    Raises ValidationError("conditions"), and nothing else whatever `tree` is.
    """
    for leaf in leaves(read(tree, fields)):
        if leaf.field.kind == "reference":
            _check_references(leaf, asker)


def read(tree: Any, fields: Fields) -> Tree:
    """The tree, understood. Raises ValidationError("conditions")."""
    return _Reader(fields).read(tree, path="", depth=0)


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Every leaf, in reading order."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


def fields_used(tree: Any, fields: Fields) -> set[str]:
    """The names of the fields that a tree asks about. Raises ValidationError("conditions")."""
    return {leaf.field.name for leaf in leaves(read(tree, fields))}


def _check_references(leaf: Leaf, asker: Any) -> None:
    offered = {key for key, _label in leaf.field.offers(asker)} if leaf.field.offers and leaf.values else set()
    for value in leaf.values:
        if value == values.ME and asker is None:
            raise _wrong(leaf.path, _("%s: nobody asks, so there is no “me”") % leaf.field.name, code="wrong_value")
        if value != values.ME and leaf.field.offers and value not in offered:
            raise _wrong(
                leaf.path,
                _("{field}: there is no number {number}").format(field=leaf.field.name, number=value),
                code="wrong_value",
            )


class _Reader:
    def __init__(self, fields: Fields) -> None:
        self.fields, self.seen = fields, 0

    def read(self, tree: Any, *, path: str, depth: int) -> Tree:
        self.seen += 1
        if self.seen > MOST:
            raise _wrong(path, _("these are more than %d conditions") % MOST, code="too_many")
        if not isinstance(tree, dict):
            raise _wrong(path, _("a condition is an object such as {“field”: “status”, “is”: “open”}"))
        if "field" in tree:
            return self.leaf(tree, path)
        if len(tree) != 1 or (word := next(iter(tree))) not in GROUPS:
            raise _wrong(path, _("a group has exactly one of: %s") % ", ".join(GROUPS))
        if depth >= DEEPEST:
            raise _wrong(path, _("groups stand within each other at most %d deep") % DEEPEST, code="too_deep")
        inner = [tree[word]] if word == "not" else tree[word]
        if not isinstance(inner, list):
            raise _wrong(path, _("“%s” has a list of conditions") % word)
        places = (
            [_below(path, word, number) for number in range(1, len(inner) + 1)]
            if word != "not"
            else [_below(path, word)]
        )
        return Group(
            word, tuple(self.read(part, path=place, depth=depth + 1) for part, place in zip(inner, places, strict=True))
        )

    def leaf(self, tree: dict[Any, Any], path: str) -> Leaf:
        field = self.field(tree["field"], path)
        named = [key for key in tree if key != "field"]
        if len(named) != 1:
            raise _wrong(path, _("beside “field” stands exactly one operator"))
        operator = named[0]
        if operator not in OPERATORS:
            raise _wrong(path, unknown(operator, operators_of(field), _("is not an operator")), code="unknown_operator")
        if not OPERATORS[operator].may_ask(field):
            raise _wrong(
                path,
                _("“{name}” cannot be asked of “{field}”; it has: {rest}").format(
                    name=operator, field=field.name, rest=", ".join(operators_of(field))
                ),
            )
        try:
            return self.compared(Leaf(path, field, operator, ()), tree[operator])
        except ValueError as error:
            if isinstance(error, ValidationError):
                raise
            raise _wrong(path, f"{field.name}: {error}", code="wrong_value") from None

    def field(self, name: Any, path: str) -> Field:
        if (
            not isinstance(name, str)
            or len(name) > 200
            or "\x00" in name
            or any("\ud800" <= letter <= "\udfff" for letter in name)
        ):
            raise _wrong(path, _("a field is named by its name"), code="unknown_field")
        field = found(self.fields, name)
        if field is None:
            raise _wrong(path, unknown(name, list(self.fields), _("is not a field here")), code="unknown_field")
        return field

    def compared(self, leaf: Leaf, given: Any) -> Leaf:
        """The leaf with its values, each read as its kind asks. Raises ValueError."""
        takes = leaf.how.takes
        if takes == "nothing":
            if given is not True:
                raise ValueError(_("write true"))
            return leaf
        if takes in ("several", "range"):
            _listed(given, takes)
        items = given if takes in ("several", "range") else [given]
        kind = _kind(takes, items[0], leaf.operator) if leaf.field.kind == "anything" else leaf.field.kind
        field = replace(leaf.field, kind=kind)
        return replace(leaf, field=field, values=self.values(field, takes, items))

    def values(self, field: Field, takes: str, items: list[Any]) -> tuple[Any, ...]:
        if takes == "span":
            return (values.of_span(field, items[0]),)
        if takes == "day" or (takes == "range" and field.kind in ("moment", "day")):
            return tuple(values.of_day(field, item) for item in items)
        read = tuple(values.of_one(field, item) for item in items)
        if takes == "range" and read[0] > read[1]:
            raise ValueError(_("the first is the smaller one"))
        return read


def _kind(takes: str, first: Any, operator: str) -> Kind:
    """What an attribute is compared as: the first value says so, or the operator."""
    if takes in ("day", "span") or (takes == "range" and isinstance(first, str)):
        return "day"
    if takes == "range" or operator in ("more than", "at least", "less than", "at most"):
        return "number"
    if operator in ("is", "is not") and isinstance(first, bool):
        return "boolean"
    is_number = operator.startswith("is") and isinstance(first, int | float) and not isinstance(first, bool)
    return "number" if is_number else "text"


def _listed(given: Any, takes: str) -> None:
    if takes == "range" and (not isinstance(given, list) or len(given) != 2):
        raise ValueError(_("write a list of two: from and to"))
    if not isinstance(given, list) or not 1 <= len(given) <= values.MOST_VALUES:
        raise ValueError(_("write a list of 1 to %d") % values.MOST_VALUES)


def _below(path: str, word: str, number: int | str = "") -> str:
    return ".".join(str(part) for part in (path, word, number) if part)


def _wrong(path: str, message: str, *, code: str = "invalid") -> ValidationError:
    return refusal("conditions", f"{path}: {message}" if path else message, code)
