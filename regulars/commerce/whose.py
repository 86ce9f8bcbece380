"""Whom an order belongs to: the customer we know by what the shop tells of them, or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import ValidationError

from regulars.commerce.facts import Person
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.identify import identify
from regulars.customers.actor import By
from regulars.customers.identities import email, phone
from regulars.customers.junk import is_junk
from regulars.customers.models import Customer, Identity

Way = tuple[str, str]  # kind and value of an identity


def whose(person: Person, *, channel: str, by: By, is_told: bool = True, is_account: bool = False) -> Customer | None:
    """By address first, as letters are, then by the shop's own id of them, then by phone; None when it says nothing of anybody.

    Of whom nothing is told but a number somewhere else is nobody to meet yet. An address that belongs to somebody else by now is not taken from them: whoever owns it is who bought.
    Nor does what somebody types at a till give them one more: `is_account` says that the shop tells of the account itself.
    """
    ways = _ways(person)
    if not ways:
        return None
    known = _known(ways)
    if not known and not (person.name or person.phone or clean_email(person.email)):
        return None
    used = next((way for way in ways if way in known), ways[0])
    customer = identify(*used, name=person.name, channel=channel, is_told=is_told)
    for kind, value in set(ways) - known - {used}:
        if kind != "email" or is_account or not _has_email(customer):
            with suppress(ValidationError):  # somebody else's since just now: people are brought together by people
                _add(customer, kind, value, by=by, is_told=is_told)
    if person.language and not customer.language:
        customer.language = person.language[:16]
        customer.save(update_fields=["language"])
    return customer


def _has_email(customer: Customer) -> bool:
    return Identity.objects.filter(customer=customer, kind="email").exists()


def is_known(person: Person) -> bool:
    """Whether any of their ways leads to a customer."""
    return bool(_known(_ways(person)))


def clean_email(given: str) -> str:
    """In the form of identities; "" of what is no address."""
    with suppress(ValidationError):
        return email(given) if given.strip() else ""
    return ""


def _known(ways: Sequence[Way]) -> set[Way]:
    """Those that lead to a customer."""
    kinds, values = [kind for kind, _value in ways], [value for _kind, value in ways]
    return set(Identity.objects.filter(kind__in=kinds, value__in=values).values_list("kind", "value")) & set(ways)


def _ways(person: Person) -> list[Way]:
    elsewhere = "" if is_junk(person.external_id.rpartition(":")[2]) else person.external_id[:320]
    ways = [("email", clean_email(person.email)), ("external", elsewhere)]
    if person.phone and not any(value for _kind, value in ways):
        with suppress(ValidationError):
            ways.append(("phone", phone(person.phone, region=person.region)))
    return [(kind, value) for kind, value in ways if value]


def _add(customer: Customer, kind: str, value: str, *, by: By, is_told: bool) -> None:
    if is_told:
        add_identity(customer, kind=kind, value=value, by=by)
    else:
        has = Identity.objects.filter(customer=customer, kind=kind).exists()
        fresh = Identity(customer=customer, kind=kind, value=value, is_primary=not has)
        Identity.objects.bulk_create([fresh], ignore_conflicts=True)
