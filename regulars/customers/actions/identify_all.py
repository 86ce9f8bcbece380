from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from regulars.customers.identities import loose_email
from regulars.customers.models import Customer
from regulars.lib.question import by_hand

_KNOWN = """
    SELECT customer.*, identity.value AS address FROM customers_identity AS identity JOIN customers_customer AS customer
        ON customer.id = customer_id
    WHERE identity.kind = 'email' AND identity.value = ANY(%s) ORDER BY identity.id FOR KEY SHARE OF identity
"""
# Addresses decide who is new, and are taken in their order: two tables at the same moment wait for each other, but never in a circle.
_MEET = """
    WITH given AS MATERIALIZED (
        SELECT nextval('customers_customer_id_seq') AS id, said.*
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS said (address, name, domain) ORDER BY address
    ), added AS (
        INSERT INTO customers_identity (customer_id, kind, value, is_primary, created_at)
        SELECT id, 'email', address, true, %s FROM given ORDER BY address ON CONFLICT (kind, value) DO NOTHING RETURNING customer_id
    ), met AS (
        INSERT INTO customers_customer (id, name, company_id, language, time_zone, attributes, created_at)
        SELECT given.id, name, company_id, '', '', '{}', %s FROM given JOIN added ON customer_id = given.id
        LEFT JOIN customers_companydomain AS theirs ON theirs.domain = given.domain ORDER BY given.id RETURNING *
    )
    SELECT met.*, address FROM met JOIN given USING (id)
"""

Names = dict[str, str]  # that came along with each address


@transaction.atomic(savepoint=False)
def identify_all(people: Sequence[tuple[str, str]]) -> list[Customer]:
    """`identify` for many who come in a table, by address and name: the customers in the same order. No event is written.

    One who has no address is somebody new.
    """
    names: Names = {}
    for value, name in people:
        if value:
            address = loose_email(value)
            names[address] = _better(name, names.get(address, ""), address)
    found = _found(names)
    new = [Customer(name=name[:200]) for value, name in people if not value]
    nobody_knows = iter(Customer.objects.bulk_create(new))
    return [found[loose_email(value)] if value else next(nobody_knows) for value, _name in people]


def _better(name: str, before: str, address: str) -> str:
    """A name is kept as it came first, unless it was the address."""
    return name if name and before in ("", address) else before


def _found(names: Names) -> dict[str, Customer]:
    found = {each.address: each for each in by_hand(Customer, _KNOWN, [list(names)])}
    nameless = [each for address, each in found.items() if names[address] and each.name in ("", address)]
    for each in nameless:
        each.name = names[each.address][:200]
    Customer.objects.bulk_update(nameless, ["name"])
    left = {address: name for address, name in names.items() if address not in found}
    if left:
        found |= _met(left)
    unlucky = {
        address: name for address, name in left.items() if address not in found
    }  # somebody has met them just now
    return found | _found(unlucky) if unlucky else found


def _met(names: Names) -> dict[str, Customer]:
    said = [(name or address)[:200] for address, name in names.items()]
    domains, now = [address.rpartition("@")[2] for address in names], timezone.now()
    return {each.address: each for each in by_hand(Customer, _MEET, [list(names), said, domains, now, now])}
