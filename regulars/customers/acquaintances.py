"""What is known of the people and companies in a list before it is brought in, asked in one question each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from regulars.customers.custom_fields import defaults
from regulars.customers.models import Company, CompanyDomain, Consent, Customer, CustomerNote, Identity
from regulars.customers.tables import Told
from regulars.lib.inserting import reserved
from regulars.lib.question import by_hand

# Held until all is written: nobody merges these meanwhile. Read only then, for they may have changed before.
_OWNERS = """
    SELECT identity.kind, identity.value, customer_id FROM customers_identity AS identity
        JOIN unnest(%s::text[], %s::text[]) AS asked (kind, value) ON identity.kind = asked.kind AND identity.value = asked.value
    ORDER BY identity.id FOR KEY SHARE OF identity
"""
_PEOPLE = "SELECT * FROM customers_customer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('customers.companies_imported'))"


@dataclass
class Person:
    """A customer, with what is known and what is to be written of them."""

    customer: Customer
    kinds: set[str] = field(default_factory=set)  # of identities that they have
    values: set[str] = field(default_factory=set)  # of these
    consents: list[Consent] = field(default_factory=list)  # the newest last
    notes: set[str] = field(default_factory=set)
    is_changed: bool = False


def people_of(tolds: Iterable[Told]) -> dict[tuple[str, str], Person]:
    """Who is known already, by kind and value of each way that was told."""
    tolds = list(tolds)
    asked = sorted({(way.kind, way.value) for told in tolds for way in told.ways})
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, [[kind for kind, _value in asked], [value for _kind, value in asked]])
        owners = {(kind, value): pk for kind, value, pk in cursor.fetchall()}
    people = (
        {each.pk: Person(each) for each in by_hand(Customer, _PEOPLE, [list(set(owners.values()))])} if owners else {}
    )
    _look_at(people, tolds)
    return {way: people[pk] for way, pk in owners.items() if pk in people}


def _look_at(people: dict[int, Person], tolds: Sequence[Told]) -> None:
    """What else is known of these, as far as it is asked for."""
    if not people:
        return
    for pk, kind, value in Identity.objects.filter(customer__in=people).values_list("customer", "kind", "value"):
        people[pk].kinds.add(kind)
        people[pk].values.add(value)
    if any(told.consents for told in tolds):
        for consent in Consent.objects.filter(customer__in=people).order_by("at", "pk"):
            people[consent.customer_id].consents.append(consent)
    if any(told.notes for told in tolds):
        for pk, text in CustomerNote.objects.filter(customer__in=people).values_list("customer", "text"):
            people[pk].notes.add(text)


def companies_called(names: set[str], now: datetime) -> dict[str, Company]:
    """Of each name the oldest, or one to be added: one import adds such at a time."""
    found = _oldest(names) if names else {}
    if len(found) == len(names):
        return found
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    found = _oldest(names)
    left, begins = sorted(names - found.keys()), defaults("company")
    for name, key in zip(left, reserved(Company, len(left)), strict=True):
        found[name] = Company(pk=key, name=name, attributes=begins, created_at=now)
    return found


def _oldest(names: Collection[str]) -> dict[str, Company]:
    return {each.name: each for each in Company.objects.filter(name__in=names).order_by("-pk")}


def companies_by_domain(domains: Collection[str]) -> dict[str, int]:
    theirs = CompanyDomain.objects.filter(domain__in=domains) if domains else CompanyDomain.objects.none()
    return dict(theirs.values_list("domain", "company"))
