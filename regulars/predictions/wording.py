"""Reasons, floors and models, as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.lib import money

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


def reasons(because: list[list[Any]], *, currency: str) -> str:
    """What speaks for staying away, and then what against it."""
    pro = [_said(fact, value, currency) for fact, part, value in because if value is not None and part >= 0]
    con = [_said(fact, value, currency) for fact, part, value in because if value is not None and part < 0]
    against = _("against it: %s") % ", ".join(con) if con else ""
    return "; ".join(each for each in (", ".join(pro), against) if each)


def _said(fact: str, value: float, currency: str) -> str:
    return str(REASONS[fact]) % (
        money.said(round(value), currency) if fact == "spend" else number_format(Decimal(f"{value:g}"))
    )


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
