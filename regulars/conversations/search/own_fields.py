"""Operators for the fields that a house made itself: `field.colour:red`, `field.weight:>12`, `field.harvest:2026-01..2026-03`.

The key alone means the conversation's field, else its customer's, else the company's; `field.customer.colour:` is plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from regulars.conversations.search import naming
from regulars.conversations.search.operators import OPERATORS, Fact, Operator
from regulars.conversations.search.times import days
from regulars.customers import field_kinds
from regulars.customers.models import CustomField
from regulars.lib.conditions.values import Asked
from regulars.team.models import Agent

START = "field."
PLACES = {"conversation": "fields", "customer": "customer.fields", "company": "customer.company.fields"}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
_BOUNDS = re.compile(r"(?P<how>[<>]=?)(?P<than>.+)|(?P<low>.*?)\.\.(?P<high>.*)")
_MEASURED = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}


def operator_of(key: str) -> Operator | None:
    """What stands before the colon, as an operator; None when there is no such one."""
    if not key.startswith(START):
        return OPERATORS.get(key)
    known = names()
    field = known.get(key)
    if field is None:
        return Operator("", partial(_unknown, key, list(known)))
    return Operator(field.label, partial(_read, field), lambda agent: _offered(field, agent))


def names() -> dict[str, CustomField]:
    """The fields by all that they are called: `field.colour`, and `field.customer.colour`."""
    found = list(CustomField.objects.filter(retired_at=None))
    plain = {f"{START}{each.about}.{each.key}": each for each in found}
    short: dict[str, CustomField] = {}
    for about in PLACES:
        for each in found:
            if each.about == about:
                short.setdefault(f"{START}{each.key}", each)
    return short | plain


def offered() -> Iterable[tuple[str, str]]:
    """What may be typed, each field once, with what it is called."""
    seen: set[int] = set()
    for name, field in names().items():
        if field.pk not in seen:
            seen.add(field.pk)
            yield name, field.label


def _unknown(key: str, known: list[str], _value: str, _asked: Asked) -> Fact:
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        raise ValueError(_("There is no such field; did you mean “%s:”?") % near[0])
    raise ValueError(_("There is no such field."))


def _read(field: CustomField, value: str, asked: Asked) -> Fact:
    name = f"{PLACES[field.about]}.{field.key}"
    if value.lower() in ("none", "any"):
        return Fact({"field": name, "is missing" if value.lower() == "none" else "is known": True})
    return Fact({"field": name, **_READ.get(field.kind, _text)(field, value, asked)})


def _text(_field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    return {"contains": value}


def _boolean(field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    words = {naming.fold(_("yes")): True, naming.fold(_("no")): False}
    return {"is": words[said] if (said := naming.fold(value)) in words else field_kinds.read(field, value)}


def _number(field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    found = _BOUNDS.fullmatch(value)
    if found and found["how"]:
        return {_MEASURED[found["how"]]: field_kinds.read(field, found["than"])}
    if found:
        low, high = (field_kinds.read(field, found[side]) for side in ("low", "high"))
        if low is None or high is None or low > high:
            raise ValueError(_("Write from and to, such as 10..20."))
        return {"between": [low, high]}
    return {"is": field_kinds.read(field, value)}


def _day(_field: CustomField, value: str, asked: Asked) -> dict[str, Any]:
    """Days, months and years: on one, before, after, or between two."""
    found = _BOUNDS.fullmatch(value)
    if found and found["how"]:
        first, last = days(found["than"].strip().lower(), asked)
        if found["how"] in ("<", ">"):
            return {"before": first.isoformat()} if found["how"] == "<" else {"after": last.isoformat()}
        low, high = (FIRST_DAY, last) if found["how"] == "<=" else (first, LAST_DAY)
    else:
        begins, ends = (found["low"], found["high"]) if found else (value, value)
        low, high = days(begins.strip().lower(), asked)[0], days(ends.strip().lower(), asked)[1]
    if low > high:
        raise ValueError(_("Write the earlier day first."))
    return {"between": [low.isoformat(), high.isoformat()]}


def _choice(field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    rows = [(place, said) for place, each in enumerate(field.choices) for said in (each["label"], each["word"])]
    words = [field.choices[place]["word"] for place in dict.fromkeys(naming.named(value, rows))]
    return {"has any of" if field.kind == "choices" else "is one of": words}


def _agent(_field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    agents = list(Agent.objects.active().values_list("pk", "name"))
    return {"is": "me"} if value.lower() == "me" else {"is one of": naming.named(value, agents)}


def _customer(_field: CustomField, value: str, _asked: Asked) -> dict[str, Any]:
    return {"is one of": naming.customers(value)[:100]}


_READ: dict[str, Callable[[CustomField, str, Asked], dict[str, Any]]] = {
    "number": _number,
    "money": _number,
    "day": _day,
    "moment": _day,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choice,
    "agent": _agent,
    "customer": _customer,
}


def _offered(field: CustomField, agent: Agent) -> list[tuple[str, str]]:
    """Values to choose from."""
    if field.kind in ("choice", "choices"):
        several = [each["label"] for each in field.offered()]
    elif field.kind == "agent":
        several = ["me", *Agent.objects.active().values_list("name", flat=True)]
    else:
        several = {"boolean": [_("yes"), _("no")], "day": ["today", "2026-05"], "moment": ["today", "2026-05"]}.get(
            field.kind, []
        )
    return [(value, "") for value in [*several, "none"]]
