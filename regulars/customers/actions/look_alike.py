from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from regulars.customers.events import Event
from regulars.customers.likeness import Reason, alike, candidates, known, score
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer, Identity, Likeness
from regulars.lib.question import Question, hand_out


@transaction.atomic(savepoint=False)
def look_alike(event: Event, *, customer: Customer, hints: Iterable[tuple[Identity, Reason]] = ()) -> None:
    """Find whom this customer may be as well, and write down why. What somebody has said no to stays so. Harmless twice.

    `hints` are addresses and phones of others that a letter of theirs names.
    """
    customer = _whole(survivor_of(customer.pk)) if customer.merged_into_id else customer
    hand_out(_ways(customer=customer.pk), [customer], name="identities", by="customer_id")
    told: defaultdict[int, list[Reason]] = defaultdict(list)
    for identity, reason in hints:
        if identity.customer_id != customer.pk:
            told[identity.customer_id].append(reason)
    others = candidates(customer, hinted=told)
    if not others:
        return
    (one,) = known([customer])
    for other in known(others):
        reasons = alike(one, other, hints=told[other.customer.pk])
        if reasons:
            _keep(customer.pk, other.customer.pk, reasons)


_ways = Question(lambda customer: Identity.objects.filter(customer=customer), customer=int)


def _whole(pk: int) -> Customer:
    return Customer.objects.select_related("company").prefetch_related("identities").get(pk=pk)


def _keep(one: int, other: int, reasons: list[Reason]) -> None:
    """With the reasons that were found before."""
    pair = {"first_id": min(one, other), "second_id": max(one, other)}
    before = Likeness.objects.filter(**pair).first()
    kept = {each["why"]: each for each in (before.reasons if before else [])}
    kept |= {reason.why: reason._asdict() for reason in reasons}
    if set(kept) <= {"name"}:
        return
    said = {"reasons": list(kept.values()), "score": score(Reason(**each) for each in kept.values())}
    Likeness.objects.update_or_create(**pair, defaults=said)
