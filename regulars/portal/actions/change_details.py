from django.db import transaction

from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.portal.events import DetailsChanged


@transaction.atomic
def change_details(customer: Customer, *, name: str, language: str, time_zone: str) -> None:
    """The customer says who they are, in which language and where. Harmless twice. Raises ValidationError naming the field."""
    before = (customer.name, customer.language, customer.time_zone)
    edit_customer(customer, name=name, language=language, time_zone=time_zone)
    after = (customer.name, customer.language, customer.time_zone)
    if after != before:
        names = ("name", "language", "time zone")
        changed = [each for each, was, now in zip(names, before, after, strict=True) if was != now]
        record(DetailsChanged(what=", ".join(changed)), customer=customer, by=Actor.customer(customer))
