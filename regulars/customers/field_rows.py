"""Custom fields as forms show them: a label, the value as it is said, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from regulars.customers.custom_fields import shown
from regulars.customers.field_kinds import typed
from regulars.customers.models import CustomField
from regulars.team.models import Agent

INPUTS = {
    "number": "text",
    "money": "text",
    "day": "date",
    "moment": "datetime-local",
    "link": "url",
    "customer": "text",
}


def field_rows(about: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each field about this noun, in the house's order."""
    return [_row(field, value, words) for field, value, words in shown(about, values)]


def _row(field: CustomField, value: Any, words: str) -> dict[str, Any]:
    chosen = value if isinstance(value, list) else [value]
    return {
        "field": field,
        "said": words,
        "typed": typed(field, value),
        "type": INPUTS.get(field.kind, "text"),
        "options": [(word, label, word in chosen) for word, label in _options(field, chosen)],
        "is_missing": field.is_required and value is None,
        "link": value if field.kind == "link" else f"/customers/{value}" if field.kind == "customer" and value else "",
    }


def _options(field: CustomField, chosen: list[Any]) -> Iterable[tuple[Any, str]]:
    """Those that are offered, and what is chosen already."""
    if field.kind == "boolean":
        return [(True, _("yes")), (False, _("no"))]
    if field.kind == "agent":
        here = Agent.objects.active().values("pk")
        return Agent.objects.filter(Q(pk__in=here) | Q(pk__in=[each for each in chosen if each])).values_list(
            "pk", "name"
        )
    is_there = {each["word"] for each in field.offered()}
    return [(word, label) for word, label in field.labels().items() if word in is_there or word in chosen]
