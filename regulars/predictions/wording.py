"""Reasons, floors and models, as people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What speaks for staying away, and what against it. Each is a column of `staying_away.facts_of`.
REASONS = {
    "recency": (gettext_lazy("has not ordered for a while"), gettext_lazy("ordered lately")),
    "orders": (gettext_lazy("few orders so far"), gettext_lazy("many orders so far")),
    "tenure": (gettext_lazy("how long they have been a customer"), gettext_lazy("how long they have been a customer")),
    "lateness": (gettext_lazy("late for their own habit"), gettext_lazy("not late for their own habit")),
    "spend": (gettext_lazy("what they spend each time"), gettext_lazy("what they spend each time")),
    "lately": (gettext_lazy("hardly an order in the last 90 days"), gettext_lazy("several orders in the last 90 days")),
    "refunds": (gettext_lazy("orders were refunded"), gettext_lazy("refunds did not put them off")),
    "questions": (gettext_lazy("how often they wrote to us lately"), gettext_lazy("how often they wrote to us lately")),
    "contract": (gettext_lazy("how long the contract runs"), gettext_lazy("how long the contract runs")),
}


def reasons(because: list[list[Any]], *, is_by_habit: bool) -> list[str]:
    """In the order of how much each says."""
    if is_by_habit:
        return [_("has waited %s times as long as usual") % f"{part:g}" for _fact, part in because]
    return [str(REASONS[fact][part < 0]) for fact, part in because if fact in REASONS]


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
