from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.identify import identify
from regulars.customers.models import Customer, Identity
from regulars.customers.tables import Fact, Told, told_of
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.tables import Line, Wrong
from regulars.team.actions.audit import audit

BATCH = 50  # customers in one transaction: others who tell of them wait for it

Refuse = Callable[[Line, Wrong], None]


@dataclass
class Outcome:
    taken: int = 0
    refused: int = 0


def import_customers(
    lines: Iterable[Line], *, facts: Sequence[Fact], refuse: Refuse, progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Bring in customers with what is known of them, each column as `facts` says. Harmless twice: who is known is told more of.

    It is history: no rule follows from who is met. `refuse` hears of lines that are wrong, and nothing of these is kept.
    """
    outcome, left = Outcome(), iter(lines)
    while several := list(islice(left, BATCH)):
        refused = _take(several, facts)
        outcome.taken += len(several) - len(refused)
        outcome.refused += len(refused)
        for line, wrong in refused:
            refuse(line, wrong)
        progress(outcome.taken + outcome.refused)
    audit("customers.imported", by=None, after={"taken": outcome.taken, "refused": outcome.refused})
    return outcome


@again_after_a_deadlock
@transaction.atomic
def _take(lines: Sequence[Line], facts: Sequence[Fact]) -> list[tuple[Line, Wrong]]:
    """Which lines are wrong. What programs send meanwhile may tell of the same customers, in another order."""
    refused = []
    for line in lines:
        try:
            with transaction.atomic():
                _keep(told_of(line, facts))
        except Wrong as wrong:
            refused.append((line, wrong))
    return refused


def _keep(told: Told) -> None:
    customer = _who(told)
    try:
        for kind, value in told.ways:
            add_identity(customer, kind=kind, value=value, is_told=False)
        given = {"attributes": told.facts} | ({"language": told.language} if told.language else {})
        edit_customer(customer, **given)
    except ValidationError as error:
        raise Wrong("", " ".join(error.messages)) from None


def _who(told: Told) -> Customer:
    """By the surest way by which somebody is known already; else somebody new."""
    known = (each for each in told.ways if Identity.objects.filter(kind=each[0], value=each[1]).exists())
    kind, value = next(known, told.ways[0])
    return identify(kind, value, name=told.name, channel="import", is_told=False)
