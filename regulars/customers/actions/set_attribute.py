from typing import Any

from django.db import transaction

from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actor import Actor, By
from regulars.customers.events import AttributeSet
from regulars.customers.field_kinds import said
from regulars.customers.models import Customer, CustomField
from regulars.customers.timeline import record_all


@transaction.atomic
def set_attribute(customer: Customer, *, name: str, value: Any, by: By) -> None:
    """Remember one thing about a customer under a name: a tier, a size, a day; None forgets it. Harmless twice.

    Under the key of a custom field it is read as that field's kind. Raises ValidationError("attributes", "attributes.tier").
    """
    set_attributes(customer, values={name: value}, by=by)


@transaction.atomic
def set_attributes(customer: Customer, *, values: dict[str, Any], by: By) -> None:
    """Remember several things at once, as `set_attribute` does one: all of them, or none."""
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update(no_key=True))
    before = customer.attributes
    edit_customer(customer, attributes=values)
    now = {name: customer.attributes.get(name) for name in values}
    others = {name: value for name, value in now.items() if not _is_same(before.get(name), value)}
    fields = {each.key: each for each in CustomField.objects.filter(about="customer", key__in=list(others))}
    events = [_told(name, value, fields.get(name)) for name, value in others.items()]
    if events:
        record_all(events, customer=customer, by=Actor.of(by))


def _is_same(one: Any, other: Any) -> bool:
    return one == other and type(one) is type(other)


def _told(name: str, value: Any, field: CustomField | None) -> AttributeSet:
    told = said(field, value) if field else str(value if value is not None else "")
    return AttributeSet(name=field.label if field else name, value=told[:200])
