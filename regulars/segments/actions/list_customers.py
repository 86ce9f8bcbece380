from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.changes import changed
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.segments.asking import alone, ask
from regulars.segments.models import Listed, Segment
from regulars.segments.telling import tell_moved
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 10_000  # at once


@transaction.atomic
def list_customers(segment: Segment, *, customers: Iterable[int], is_on: bool = True, by: Agent | None) -> int:
    """Put these customers, by their ids, on a list, or take them off. Returns how many that changed. Harmless twice.

    Raises ValidationError("segment") when it is no list, "customers" when somebody is not known.
    """
    alone()
    if segment.kind != Segment.Kind.LIST:
        raise refusal("segment", _("Who is in “%s” follows from its conditions.") % segment, "not_a_list")
    asked = _known(sorted(set(customers)))
    on = Listed.objects.filter(segment=segment, customer__in=asked)
    there = set(on.values_list("customer", flat=True))
    moving = sorted(asked - there if is_on else asked & there)
    if is_on:
        Listed.objects.bulk_create([Listed(segment=segment, customer_id=pk) for pk in moving], batch_size=1000)
    else:
        on.delete()
    if moving:
        tell_moved(segment, ask(segment, customers=moving))
        changed(moving)  # for segments that ask about this one
        facts = {"customers": len(moving)} if len(moving) > 20 else {"customers": moving}
        audit("segment.listed" if is_on else "segment.unlisted", by=by, on=f"segment:{segment.pk}", after=facts)
    return len(moving)


def _known(customers: list[int]) -> set[int]:
    if len(customers) > MOST:
        raise refusal("customers", _("At most %d at once.") % MOST, "too_many")
    met = set(Customer.objects.met().filter(pk__in=customers).values_list("pk", flat=True))
    going_on = {survivor_of(pk) for pk in customers if pk not in met}
    strange = going_on - set(Customer.objects.filter(pk__in=going_on).values_list("pk", flat=True))
    if strange:
        raise refusal("customers", _("There is no customer %d.") % min(strange), "unknown")
    return met | going_on
