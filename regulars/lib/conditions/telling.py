"""Conditions in plain words for people, and as a table for the page that edits them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.lib.asked_once import asking_once
from regulars.lib.conditions.fields import Field, Fields, expanded
from regulars.lib.conditions.operators import OPERATORS, operators_of
from regulars.lib.conditions.reading import DEEPEST, Leaf, Tree, read
from regulars.lib.conditions.values import ME, RELATIVE
from regulars.lib.spans import said_span

MOST_CHOICES = 500  # that an editor offers
Offered = dict[Callable[[Any], Iterable[tuple[Any, str]]] | None, list[tuple[Any, str]]]


def say(tree: Any, fields: Fields) -> str:
    """The tree as a sentence: "tier is gold and waiting for more than 30 minutes". Raises ValidationError("conditions")."""
    return sentence(read(tree, fields))


def sentence(tree: Tree, *, is_inside: bool = False) -> str:
    if isinstance(tree, Leaf):
        return said(tree)
    if tree.word == "not":
        return _("not: %s") % sentence(tree.parts[0], is_inside=True)
    if not tree.parts:
        return _("nothing") if tree.word == "any" else _("everything")
    joined = (_(" and ") if tree.word == "all" else _(" or ")).join(
        sentence(part, is_inside=True) for part in tree.parts
    )
    if tree.word == "none":
        return _("none of (%s)") % joined
    return f"({joined})" if is_inside and len(tree.parts) > 1 else joined


def said(leaf: Leaf) -> str:
    """One leaf in words: "status is Open"."""
    field, how = leaf.field, leaf.how
    if field.kind == "boolean" and leaf.values:
        return str(field.label) if leaf.values[0] ^ how.is_not else _("not: %s") % field.label
    value = (_(" and ") if how.takes == "range" or how.is_each else _(" or ")).join(
        word(field, each) for each in leaf.values
    )
    if field.lasting and how.takes == "span" and leaf.operator != "in the next …":
        how_long = pgettext("length", "more than %s") if "more" in leaf.operator else pgettext("length", "less than %s")
        return f"{field.lasting} {how_long % value}"
    return f"{field.label} {str(how.says).format(value=value)}"


def word(field: Field, value: Any) -> str:
    """One value of a condition as people say it."""
    if isinstance(value, timedelta):
        return said_span(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if value in RELATIVE and field.kind in ("moment", "day"):
        return {"yesterday": _("yesterday"), "today": _("today"), "tomorrow": _("tomorrow")}[value]
    if field.kind in ("choice", "level"):
        return next(str(choice.label) for choice in field.choices if choice.word == value)
    if field.kind == "reference":
        return _("me") if value == ME else dict(field.offers(None) if field.offers else ()).get(value, f"#{value}")
    return _("“%s”") % value if isinstance(value, str) else str(value)


def describe(fields: Fields, *, asker: Any) -> dict[str, Any]:
    """What an editor needs as JSON: the fields with their operators and choices, as the asker may see them, and its words."""
    operators = {name: {"label": pgettext("operator", name), "takes": how.takes} for name, how in OPERATORS.items()}
    with asking_once():
        several = list(expanded(fields))
    offered = _offered(several, asker)
    told = [_described(field, offered, asker) for field in several]
    return {"fields": told, "operators": operators, "words": words(), "deepest": DEEPEST}


def words() -> dict[str, str]:
    """What the editor says, in the asker's language."""
    return {
        "all": _("all of these hold"),
        "any": _("any of these holds"),
        "none": _("none of these holds"),
        "which": _("Which of these must hold"),
        "conditions": _("Conditions"),
        "group": _("Group of conditions"),
        "condition": _("Condition"),
        "add_condition": _("Add a condition"),
        "add_group": _("Add a group"),
        "remove_condition": _("Remove this condition"),
        "remove_group": _("Remove this group"),
        "field": _("Field"),
        "operator": _("Operator"),
        "attribute": _("Name of the attribute"),
        "name": _("name"),
        "value": _("Value"),
        "from": pgettext("range", "From"),
        "to": pgettext("range", "To"),
        "yes": _("yes"),
        "no": _("no"),
        "choose": _("choose…"),
        "stays": _("as it is"),
        "add": _("Add a value"),
        "enter": _("add, then Enter"),
        "remove": _("Remove %s"),
        "span": _("30 minutes"),
        "day": _("2026-05-14 or today"),
    }


def _described(field: Field, offered: Offered, asker: Any) -> dict[str, Any]:
    told = {
        "name": field.name,
        "label": str(field.label),
        "kind": field.kind,
        "is_many": field.is_many,
        "is_open": field.is_open,
    }
    return told | {"operators": operators_of(field), "choices": _choices(field, offered, asker)}


def _choices(field: Field, offered: Offered, asker: Any) -> list[dict[str, Any]]:
    if field.kind != "reference":
        return [{"value": choice.word, "label": str(choice.label)} for choice in field.choices]
    own = [{"value": ME, "label": _("me")}] if field.may_be_me and asker is not None else []
    return own + [{"value": key, "label": label} for key, label in offered.get(field.offers, ())]


def _offered(fields: Iterable[Field], asker: Any) -> Offered:
    """What each reference may be, by what offers it: all of them in one question."""
    asked = {field.offers: field.offers(asker) for field in fields if field.kind == "reference" and field.offers}
    found = {offers: list(rows)[:MOST_CHOICES] for offers, rows in asked.items() if not isinstance(rows, QuerySet)}
    several = [(offers, rows) for offers, rows in asked.items() if isinstance(rows, QuerySet)]
    numbered = [rows.annotate(place=Value(place))[:MOST_CHOICES] for place, (_offers, rows) in enumerate(several)]
    for key, label, place in numbered[0].union(*numbered[1:], all=True) if numbered else ():
        found.setdefault(several[place][0], []).append((key, label))
    return found
