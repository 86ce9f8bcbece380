from django.db import transaction
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMet
from regulars.customers.identities import loose_email, normalise
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.question import by_hand

# Held until the letter is in: nobody merges its writer meanwhile. Whoever is being merged is not known here until that is done,
# and is found at their survivor then.
_KNOWN = """
    SELECT customer.* FROM customers_identity AS identity JOIN customers_customer AS customer ON customer.id = customer_id
    WHERE identity.kind = %s AND identity.value = %s FOR KEY SHARE OF identity
"""
# Whoever comes second with the same identity waits here until the first has committed, and then adds none.
_MEET = """
    WITH met AS (
        INSERT INTO customers_customer (name, company_id, language, time_zone, attributes, created_at)
        VALUES (%s, (SELECT company_id FROM customers_companydomain WHERE domain = %s), '', '', '{}', %s) RETURNING *
    ), added AS (
        INSERT INTO customers_identity (customer_id, kind, value, is_primary, created_at)
        SELECT id, %s, %s, true, created_at FROM met ON CONFLICT (kind, value) DO NOTHING RETURNING id
    )
    SELECT met.*, EXISTS (SELECT FROM added) AS is_just_met FROM met
"""


@transaction.atomic(savepoint=False)
def identify(kind: str, value: str, *, name: str = "", channel: str, is_told: bool = True) -> Customer:
    """The customer with this address, phone or id: the one we know, or a new one.

    Two letters of a new person at the same moment find the same customer. `is_told=False` writes no event (imports).
    """
    value = loose_email(value) if kind == "email" else normalise(kind, value)
    customer = _known(kind, value)
    if customer is None:
        return _met(kind, value, name, channel, is_told) or identify(kind, value, name=name, channel=channel)
    if name and name != customer.name and customer.name in ("", value):
        customer.name = name[:200]
        customer.save(update_fields=["name"])
    return customer


def _known(kind: str, value: str) -> Customer | None:
    return next(iter(by_hand(Customer, _KNOWN, [kind, value])), None)


def _met(kind: str, value: str, name: str, channel: str, is_told: bool) -> Customer | None:
    """The new customer; None when somebody else has met them at this very moment."""
    domain = value.rpartition("@")[2] if kind == "email" else None
    (customer,) = by_hand(Customer, _MEET, [(name or value)[:200], domain, timezone.now(), kind, value])
    if not customer.is_just_met:
        customer.delete()
        return None
    if is_told:
        record(CustomerMet(channel=channel), customer=customer, by=SYSTEM)
    return customer
