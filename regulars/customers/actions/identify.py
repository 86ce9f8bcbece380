from django.db import connection, transaction

from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMet
from regulars.customers.identities import loose_email, normalise
from regulars.customers.models import Company, Customer, Identity
from regulars.customers.timeline import record


@transaction.atomic(savepoint=False)
def identify(kind: str, value: str, *, name: str = "", channel: str, is_told: bool = True) -> Customer:
    """The customer with this address, phone or id: the one we know, or a new one.

    Two letters of a new person at the same moment find the same customer. `is_told=False` writes no event (imports).
    """
    value = loose_email(value) if kind == "email" else normalise(kind, value)
    customer = _known(kind, value)
    if customer is None:
        with connection.cursor() as cursor:
            # Whoever comes second waits here until the first has committed, and then finds the customer.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{kind}:{value}"])
        customer = _known(kind, value) or _met(kind, value, name, channel, is_told)
    elif name and name != customer.name and customer.name in ("", value):
        customer.name = name[:200]
        customer.save(update_fields=["name"])
    return customer


def _known(kind: str, value: str) -> Customer | None:
    return Customer.objects.filter(identities__kind=kind, identities__value=value).first()


def _met(kind: str, value: str, name: str, channel: str, is_told: bool) -> Customer:
    company = Company.objects.filter(domain=value.rpartition("@")[2]).first() if kind == "email" else None
    customer = Customer.objects.create(name=(name or value)[:200], company=company)
    Identity.objects.create(customer=customer, kind=kind, value=value, is_primary=True)
    if is_told:
        record(CustomerMet(channel=channel), customer=customer, by=SYSTEM)
    return customer
