from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from regulars.customers.actions.merge import told_as
from regulars.customers.actor import Actor, By
from regulars.customers.events import CustomerUnmerged
from regulars.customers.merging import alone, at_home_again, family_of, hold, one_primary, return_all, survivor_of
from regulars.customers.models import Consent, Customer, CustomerMerge, Moved
from regulars.customers.timeline import record
from regulars.lib.again import again_after_a_deadlock

_NOUN = "customers.consent.customer"


@again_after_a_deadlock
@transaction.atomic
def unmerge(customer: Customer, *, by: By) -> None:
    """Take a customer out of the one they were merged into: with what was theirs, and what came by their addresses since.

    What the other gained by the merge, and nobody has changed since, is as it was before. A consent that was withdrawn while
    they were one stays withdrawn for both. Harmless for one who was not merged.
    """
    alone()
    link = CustomerMerge.objects.filter(customer=customer).first()
    if link is None:
        return
    survivor_id = survivor_of(customer.pk)
    hold(survivor_id)
    withdrawn = _withdrawn_since(link, survivor_id)
    at_home_again(customer.pk)
    return_all(customer.pk, since=link.at, out_of=survivor_id)
    _put_back(link)
    link.delete()
    Customer.objects.filter(pk=customer.pk).update(merged_into=None)
    for each in (customer.pk, survivor_id):
        one_primary(each)
    for each in withdrawn:
        each.pk, each.customer_id, each._state.adding = None, customer.pk, True
        each.save()
    names = dict(Customer.objects.filter(pk__in=[customer.pk, survivor_id]).values_list("pk", "name"))
    for each, other in ((survivor_id, customer.pk), (customer.pk, survivor_id)):
        record(CustomerUnmerged(other=other, name=names[other]), customer=each, by=Actor.of(by))


def _withdrawn_since(link: CustomerMerge, survivor_id: int) -> list[Consent]:
    theirs = Moved.objects.filter(noun=_NOUN, customer__in=family_of(link.customer_id)).values("row")
    said = Consent.objects.filter(customer=survivor_id, at__gt=link.at, merge=None, state=Consent.State.WITHDRAWN)
    return list(said.exclude(pk__in=theirs))


def _put_back(link: CustomerMerge) -> None:
    """All the way up: what came along further with a later merge goes back there, too."""
    changed, merge = link.filled, link
    while changed and merge is not None:
        survivor = Customer.objects.select_for_update(no_key=True).get(pk=merge.into_id)
        for field, said in changed.items():
            if _now(survivor, field) == said["after"]:
                _set(survivor, field, said["before"])
        survivor.save()
        merge = CustomerMerge.objects.filter(customer=merge.into_id).first()
        changed = _came_along(merge, changed) if merge else {}


def _came_along(merge: CustomerMerge, changed: dict[str, Any]) -> dict[str, Any]:
    """What this later merge passed on of it. It will not have to put that back itself any more."""
    passed = {
        field: said
        for field, said in merge.filled.items()
        if field in changed and said["after"] == changed[field]["after"]
    }
    merge.filled = {field: said for field, said in merge.filled.items() if field not in passed}
    merge.save(update_fields=["filled"])
    return passed


def _now(customer: Customer, field: str) -> Any:
    if field.startswith("attributes."):
        return customer.attributes.get(field.removeprefix("attributes."))
    return told_as(getattr(customer, field))


def _set(customer: Customer, field: str, value: Any) -> None:
    if not field.startswith("attributes."):
        setattr(customer, field, date.fromisoformat(value) if field == "away_until" and value else value)
    elif value is None:
        customer.attributes.pop(field.removeprefix("attributes."), None)
    else:
        customer.attributes[field.removeprefix("attributes.")] = value
