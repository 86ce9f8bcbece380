from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.behaviour.trails import name_in
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.set_attribute import set_attribute
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
    _try(lambda: _learn_name(customer, name_in(traits)))
    for kind in ("email", "phone"):
        said = traits.get(kind)
        if isinstance(said, str) and not is_junk(said):
            _try(lambda kind=kind, said=said: add_identity(customer, kind=kind, value=said, by=by))
    for name, value in [(name, value) for name, value in _flat(traits) if name not in OWN][:MOST]:
        is_known = customer.attributes.get(name) == value and type(customer.attributes.get(name)) is type(value)
        if isinstance(value, str | int | float | None) and not is_known:
            _try(lambda name=name, value=value: set_attribute(customer, name=name, value=value, by=by))


def _flat(traits: dict[str, object]) -> Iterator[tuple[str, object]]:
    """What stands in an object such as `address`, by both names: “address.country”."""
    for name, value in traits.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def _learn_name(customer: Customer, name: str) -> None:
    known_as = set(customer.identities.values_list("value", flat=True)) | {""}
    if name and customer.name in known_as:
        edit_customer(customer, name=name)


def _try(act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
    except ValidationError:
        pass
