"""In which experiments a customer is."""

from __future__ import annotations

from regulars.experiments.models import Assigned


def arms_of(customer: int) -> dict[str, str]:
    """Of each that runs, the arm. Of two who are one the control counts, else who was drawn first: as effects are reckoned."""
    theirs = (
        Assigned.objects.filter(customer=customer, experiment__ended_at=None)
        .select_related("experiment")
        .order_by("at", "pk")
    )
    found: dict[str, str] = {}
    for each in theirs:
        if each.experiment.word not in found or each.arm == each.experiment.control["word"]:
            found[each.experiment.word] = each.arm
    return found
