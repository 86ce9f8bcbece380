"""What a list of customers may show of each, and what a table that is taken out holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from regulars.customers.field_kinds import said
from regulars.customers.models import Customer, CustomField

USUAL = ("email", "phone", "company")


class Column(NamedTuple):
    name: str
    label: str
    of: Callable[[Customer], str]


def offered() -> list[Column]:
    """All that may be shown: what everybody has, and the custom fields of the house."""
    given = [
        Column("email", _("E-mail"), lambda customer: _first(customer, "email")),
        Column("phone", _("Phone"), lambda customer: _first(customer, "phone")),
        Column("external", _("Id elsewhere"), lambda customer: _first(customer, "external")),
        Column("company", _("Company"), lambda customer: str(customer.company or "")),
        Column("language", _("Language"), lambda customer: customer.language),
        Column("time_zone", _("Time zone"), lambda customer: customer.time_zone),
    ]
    return given + [_custom(field) for field in CustomField.objects.asked("customer")]


def columns_of(names: Iterable[str]) -> list[Column]:
    """Those of these names, in the order in which they are offered; the usual ones when none is named."""
    wanted = set(names) or set(USUAL)
    return [column for column in offered() if column.name in wanted]


def exported(customers: Iterable[Customer]) -> Iterator[list[str]]:
    """A head, and a row for each: everything that may be shown, all addresses in one cell."""
    columns = [column for column in offered() if column.name not in ("email", "phone", "external")]
    ways = [("email", _("E-mail")), ("phone", _("Phone")), ("external", _("Id elsewhere"))]
    yield [
        _("Number"),
        _("Name"),
        *(label for _kind, label in ways),
        *(column.label for column in columns),
        _("First contact"),
    ]
    for each in customers:
        kept = [", ".join(way.value for way in each.identities.all() if way.kind == kind) for kind, _label in ways]
        yield [
            str(each.pk),
            each.name,
            *kept,
            *(column.of(each) for column in columns),
            each.created_at.isoformat(timespec="seconds"),
        ]


def _first(customer: Customer, kind: str) -> str:
    return next((way.value for way in customer.identities.all() if way.kind == kind), "")


def _custom(field: CustomField) -> Column:
    return Column(f"fields.{field.key}", field.label, lambda customer: said(field, customer.attributes.get(field.key)))
