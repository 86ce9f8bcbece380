import math
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.custom_fields import Fields, known_of, mark_used, merged
from regulars.customers.models import Company, Customer
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

UNCHANGED: Any = object()
LONGEST = 2000  # characters of one attribute
LARGEST = 2**64  # of a whole number: ids of other programs have so many bits

_time_zones = cache(available_timezones)  # reads a folder of six hundred files


@transaction.atomic
def edit_customer(
    customer: Customer,
    *,
    name: str = UNCHANGED,
    language: str = UNCHANGED,
    time_zone: str = UNCHANGED,
    company: Company | None = UNCHANGED,
    attributes: dict[str, Any] = UNCHANGED,
    by: Agent | None = None,
) -> None:
    """Change what we know about a customer. `attributes` are merged in; one set to None is taken away. What an agent
    changes is written down; what the house learns by itself is not.

    Raises ValidationError naming the field, and then changes nothing.
    """
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update(no_key=True))
    given = {"name": name, "language": language, "time_zone": time_zone, "company": company, "attributes": attributes}
    before = _facts(customer)
    for field, value in given.items():
        if value is not UNCHANGED:
            setattr(customer, field, _CHECKS[field](value, customer))
    customer.save()
    if by is not None and (after := _facts(customer)) != before:
        audit("customer.changed", by=by, on=f"customer:{customer.pk}", before=before, after=after)


def _facts(customer: Customer) -> dict[str, Any]:
    own = {name: getattr(customer, name) for name in ("name", "language", "time_zone", "company_id")}
    return {**own, **{f"attributes.{key}": value for key, value in customer.attributes.items()}}


def _name(value: str, customer: Customer) -> str:
    name = " ".join(storable(value).split())
    if len(name) > 200:
        raise refusal("name", _("A name has at most 200 characters."), "too_long")
    return name


def language_code(value: str) -> str:
    """Raises ValidationError("language")."""
    parts = value.strip().replace("_", "-").split("-")
    if value.strip() and not (2 <= len(parts[0]) <= 3 and all(part.isalnum() and len(part) <= 8 for part in parts)):
        raise refusal("language", _("Write the language as a code, such as en, fr or pt-BR."))
    return "-".join([parts[0].lower(), *parts[1:]])[:16]


def zone_name(value: str) -> str:
    """Raises ValidationError("time_zone")."""
    if value and value not in _time_zones():
        raise refusal("time_zone", _("“%s” is no time zone. They look like Europe/Paris.") % value)
    return value


def _company(value: Company | None, customer: Customer) -> Company | None:
    return value


def _attributes(value: dict[str, Any], customer: Customer) -> dict[str, Any]:
    return with_attributes("customer", customer.attributes, value)


def with_attributes(about: str, attributes: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """`attributes` with what is given merged in: custom fields by their kinds, anything else as a short text, number, yes or no.

    Raises ValidationError("attributes", "attributes.tier").
    """
    fields = known_of(about, map(storable, given))
    kept = merged_attributes(fields, attributes, given)
    mark_used(fields.values())
    return kept


def merged_attributes(fields: Fields, attributes: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """`with_attributes`, where the fields are known; that they are used is marked by whoever asks."""
    given = {
        storable(key): storable(content) if isinstance(content, str) else content for key, content in given.items()
    }
    for key, content in given.items():
        if not key or len(key) > 64:
            raise refusal("attributes", _("An attribute's name has 1 to 64 characters."))
        is_plain = isinstance(content, str | int | float | bool | None) and len(str(content)) <= LONGEST
        is_plain = is_plain and not (isinstance(content, int) and abs(content) > LARGEST)
        if key not in fields and not (is_plain and content not in (math.inf, -math.inf) and content == content):
            raise refusal("attributes", _("“%s” must be a short text, a number, or yes or no.") % key)
    return merged(fields, attributes, given, place="attributes")


_CHECKS = {
    "name": _name,
    "language": lambda value, _customer: language_code(value),
    "time_zone": lambda value, _customer: zone_name(value),
    "company": _company,
    "attributes": _attributes,
}
