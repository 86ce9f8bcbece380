from datetime import date

from django.db import transaction

from regulars.customers.actor import Actor
from regulars.customers.events import CustomerAway
from regulars.customers.models import Customer
from regulars.customers.timeline import record


@transaction.atomic
def learn_absence(customer: Customer, *, until: date) -> None:
    """They told us until when they are away. Harmless when we know: each of our letters is answered with the same notice."""
    if customer.away_until == until:
        return
    customer.away_until = until
    customer.save(update_fields=["away_until"])
    record(CustomerAway(until=until.isoformat()), customer=customer, by=Actor.customer(customer))
