from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.consents import consents_of
from regulars.customers.events import CustomerMerged
from regulars.customers.merging import alone, hold, move_all, one_primary, stricter, survivor_of
from regulars.customers.models import Consent, Customer, CustomerMerge, Identity, Likeness
from regulars.customers.timeline import record
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal

FIELDS = ("name", "company_id", "language", "time_zone", "away_until")


@again_after_a_deadlock
@transaction.atomic
def merge(customer: Customer, *, into: Customer, by: By, take: Collection[str] = ()) -> Customer:
    """Let a customer go on as another one, who is returned: with all addresses, conversations, notes and all that happened.

    What the survivor lacks is filled in. Where both know something else, the survivor's stays, but for the fields named in
    `take` ("language", "attributes.tier"). Consent is as strict as the stricter of both. Harmless twice; `unmerge` undoes it.
    Raises ValidationError("into").
    """
    alone()
    into_id, source_id = survivor_of(into.pk), customer.pk
    if source_id == into.pk:
        raise refusal("into", _("That is this customer."))
    if survivor_of(source_id) != source_id:
        if survivor_of(source_id) == into_id:
            return Customer.objects.get(pk=into_id)
        raise refusal("into", _("They were merged into #%s already.") % survivor_of(source_id))
    if into_id == source_id:
        raise refusal("into", _("#%s was merged into this one. Take them apart first.") % into.pk)
    hold(source_id, into_id)
    source, survivor = Customer.objects.get(pk=source_id), Customer(pk=into_id)
    link = CustomerMerge.objects.create(customer=source, into=survivor, by=agent_of(by), at=timezone.now())
    _join_consents(source, survivor, link, by)
    move_all(source_id, to=into_id)
    one_primary(into_id)
    survivor = Customer.objects.select_for_update(no_key=True).get(pk=into_id)
    filled = _fill(source, survivor, take)
    CustomerMerge.objects.filter(pk=link.pk).update(filled=filled)
    Customer.objects.filter(pk=source_id).update(merged_into=survivor)
    Likeness.objects.filter(first=min(source_id, into_id), second=max(source_id, into_id)).delete()
    record(CustomerMerged(merged=source_id, name=str(source)[:200]), customer=survivor, by=Actor.of(by))
    return survivor


def told_as(value: Any) -> Any:
    """A field as it is kept in JSON."""
    return value.isoformat() if isinstance(value, date) else value


def _join_consents(source: Customer, survivor: Customer, link: CustomerMerge, by: By) -> None:
    """The newest word counts, so where that would be the laxer one, the stricter is said again."""
    theirs, ours = consents_of(source.pk), consents_of(survivor.pk)
    for key in {*theirs, *ours}:
        both = [found[key] for found in (theirs, ours) if key in found]
        newest = max(both, key=lambda each: (each.at, each.pk))
        strict = stricter([each.state for each in both] + (["unknown"] if len(both) == 1 else []))
        if newest.state != strict:
            facts = {"channel": key[0], "purpose": key[1], "state": strict, "by": str(Actor.of(by))[:200]}
            source_said = _("the stricter of two who are one: #%s") % source.pk
            Consent.objects.create(
                customer=survivor, merge=link, at=max(link.at, newest.at), source=source_said, **facts
            )


def _fill(source: Customer, survivor: Customer, take: Collection[str]) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    addresses = set(Identity.objects.filter(customer=survivor).values_list("value", flat=True))
    for field in FIELDS:
        ours, theirs = getattr(survivor, field), getattr(source, field)
        is_missing = ours in ("", None) or (field == "name" and ours in addresses)
        if theirs not in ("", None, ours) and (is_missing or field.removesuffix("_id") in take):
            setattr(survivor, field, theirs)
            filled[field] = {"before": told_as(ours), "after": told_as(theirs)}
    for key, theirs in source.attributes.items():
        ours = survivor.attributes.get(key)
        if theirs != ours and (ours is None or f"attributes.{key}" in take):
            survivor.attributes[key] = theirs
            filled[f"attributes.{key}"] = {"before": ours, "after": theirs}
    survivor.save()
    return filled
