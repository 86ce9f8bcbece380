from typing import Any

from django.db import transaction

from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actor import Actor, By
from regulars.customers.custom_fields import named_field
from regulars.customers.events import AttributeSet
from regulars.customers.field_kinds import said
from regulars.customers.models import Customer
from regulars.customers.timeline import record


@transaction.atomic
def set_attribute(customer: Customer, *, name: str, value: Any, by: By) -> None:
    """Remember one thing about a customer under a name: a tier, a size, a day; None forgets it. Harmless twice.

    Under the key of a custom field it is read as that field's kind. Raises ValidationError("attributes", "attributes.tier").
    """
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update(no_key=True))
    before = customer.attributes.get(name)
    edit_customer(customer, attributes={name: value})
    after = customer.attributes.get(name)
    if before == after and type(before) is type(after):
        return
    field = named_field("customer", name)
    told = said(field, after) if field else str(after if after is not None else "")
    record(AttributeSet(name=field.label if field else name, value=told[:200]), customer=customer, by=Actor.of(by))
