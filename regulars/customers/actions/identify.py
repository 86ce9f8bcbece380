from django.db import connection, transaction

from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMet
from regulars.customers.identities import loose_email, normalise
from regulars.customers.models import Customer
from regulars.customers.timeline import record

_KNOWN = """
    SELECT customer.* FROM customers_identity AS identity JOIN customers_customer AS customer ON customer.id = customer_id
    WHERE identity.kind = %s AND identity.value = %s
"""
_ADD = """
    INSERT INTO customers_identity (customer_id, kind, value, is_primary, created_at) VALUES (%s, %s, %s, true, now())
    ON CONFLICT (kind, value) DO NOTHING RETURNING id
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
    return next(iter(Customer.objects.raw(_KNOWN, [kind, value])), None)


def _met(kind: str, value: str, name: str, channel: str, is_told: bool) -> Customer | None:
    """The new customer; None when somebody else has met them at this very moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM customers_company WHERE domain = %s", [value.rpartition("@")[2]])
        company = cursor.fetchone() if kind == "email" else None
        customer = Customer.objects.create(name=(name or value)[:200], company_id=company and company[0])
        # Whoever comes second waits here until the first has committed, and then finds that customer.
        cursor.execute(_ADD, [customer.pk, kind, value])
        if cursor.fetchone() is None:
            customer.delete()
            return None
    if is_told:
        record(CustomerMet(channel=channel), customer=customer, by=SYSTEM)
    return customer
