from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.behaviour.trails import name_in
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.set_attribute import set_attribute, set_attributes
from regulars.customers.actor import IMPORT, Actor
from regulars.customers.junk import is_junk
from regulars.customers.models import Customer

OWN = {
    "email",
    "phone",
    "name",
    "firstName",
    "lastName",
    "language",
    "locale",
    "timezone",
    "id",
}  # have places of their own
MOST = 50  # attributes of one message


@transaction.atomic
def learn_traits(customer: Customer, *, traits: dict[str, object], by: Actor = IMPORT) -> None:
    """Keep what a program knows about a customer: name and addresses where we have none, anything else as attributes.

    What cannot be kept, such as a list, or an address of somebody else, is left out. Harmless twice.
    """
    name, known = name_in(traits), set(customer.identities.values_list("value", flat=True))
    if name and name != customer.name and customer.name in known | {""}:
        _try(lambda: edit_customer(customer, name=name))
    for kind in ("email", "phone"):
        said = traits.get(kind)
        if isinstance(said, str) and said.strip().lower() not in known and not is_junk(said):
            _try(lambda kind=kind, said=said: add_identity(customer, kind=kind, value=said, by=by))
    told = dict([(name, value) for name, value in _flat(traits) if name not in OWN][:MOST])
    new = {name: value for name, value in told.items() if _is_new(value, beside=customer.attributes.get(name))}
    if new and not _try(lambda: set_attributes(customer, values=new, by=by)):
        for name, value in new.items():
            _try(lambda name=name, value=value: set_attribute(customer, name=name, value=value, by=by))


def _is_new(value: object, *, beside: object) -> bool:
    return isinstance(value, str | int | float | None) and (value != beside or type(value) is not type(beside))


def _flat(traits: dict[str, object]) -> Iterator[tuple[str, object]]:
    """What stands in an object such as `address`, by both names: “address.country”."""
    for name, value in traits.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def _try(act: Callable[[], object]) -> bool:
    """Whether it could be done."""
    try:
        with transaction.atomic():
            act()
    except ValidationError:
        return False
    return True
