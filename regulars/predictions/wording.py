"""Reasons, floors and models, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.custom_fields import fields_about
from regulars.customers.field_kinds import LARGEST
from regulars.lib import money
from regulars.predictions.models import OF_THE_HOUSE

# Each is a column of `staying_away.facts_of`, with its value.
REASONS = {
    "recency": gettext_lazy("last ordered %s days ago"),
    "orders": gettext_lazy("orders so far: %s"),
    "tenure": gettext_lazy("a customer for %s days"),
    "lateness": gettext_lazy("has waited %s times as long as usual"),
    "spend": gettext_lazy("spends %s each time"),
    "lately": gettext_lazy("orders in the last 90 days: %s"),
    "refunds": gettext_lazy("orders refunded: %s"),
    "questions": gettext_lazy("wrote to us within 90 days: %s times"),
    "contract": gettext_lazy("under contract for %s days"),
}


def reasons(because: list[list[Any]], *, currency: str, labels: Mapping[str, str]) -> str:
    """What speaks for staying away or leaving, and then what against it."""
    said = [
        (part, _said(fact, value, currency, labels))
        for fact, part, value in because
        if value is not None and value != ""
    ]
    pro, con = [word for part, word in said if part >= 0], [word for part, word in said if part < 0]
    against = _("against it: %s") % ", ".join(con) if con else ""
    return "; ".join(each for each in (", ".join(pro), against) if each)


def labels_of(facts: Iterable[str]) -> dict[str, str]:
    """How the house calls those of the facts that it keeps itself."""
    keys = {each: each.removeprefix(OF_THE_HOUSE) for each in facts if each.startswith(OF_THE_HOUSE)}
    known = {each.key: each.label for each in fields_about(about="customer")} if keys else {}
    return {fact: known.get(key, key) for fact, key in keys.items()}


def _said(fact: str, value: Any, currency: str, labels: Mapping[str, str]) -> str:
    if fact in labels:
        return f"{labels[fact]}: {_plain(value)}"
    return str(REASONS[fact]) % (money.said(round(value), currency) if fact == "spend" else _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    is_number = isinstance(value, int | float) and abs(value) <= LARGEST
    return number_format(Decimal(f"{value:.10g}")) if is_number else str(value)


def why_not(told: dict[str, Any]) -> str:
    """Why something is not predicted; nothing when it is."""
    if "not" in told:
        return str(told["not"])
    words = {
        "days": _("Orders go back %(has)s days; it takes %(needs)s."),
        "again": _("%(has)s customers have ordered again; it takes %(needs)s."),
        "of each": _("It takes %(needs)s who stayed away and %(needs)s who came; there are %(has)s of the fewer."),
    }
    return words[told["floor"]] % {"has": told["has"], "needs": told["needs"]} if "floor" in told else ""
