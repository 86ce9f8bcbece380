from django.db import transaction

from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actor import Actor, By
from regulars.customers.events import AttributeSet
from regulars.customers.models import Customer
from regulars.customers.timeline import record


@transaction.atomic
def set_attribute(customer: Customer, *, name: str, value: str | int | float | bool, by: By) -> None:
    """Remember one thing about a customer under a name: a tier, a size, a day. Harmless twice. Raises ValidationError("attributes")."""
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update())
    if customer.attributes.get(name) == value:
        return
    edit_customer(customer, attributes={name: value})
    record(AttributeSet(name=name, value=str(value)[:200]), customer=customer, by=Actor.of(by))
