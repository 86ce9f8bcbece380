"""What a list of customers may show of each, and what a table that is taken out holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from regulars.customers.custom_fields import fields_about
from regulars.customers.field_kinds import said_of_each
from regulars.customers.models import Customer, CustomField

USUAL = ("email", "phone", "company")
CHUNK = 1000  # customers whose columns are said together


class Column(NamedTuple):
    name: str
    label: str
    of: Callable[[Sequence[Customer]], list[str]]  # what it shows of each of these


def offered() -> list[Column]:
    """All that may be shown: what everybody has, and the custom fields of the house."""
    given = [
        Column("email", _("E-mail"), _each(lambda customer: _first(customer, "email"))),
        Column("phone", _("Phone"), _each(lambda customer: _first(customer, "phone"))),
        Column("external", _("Id elsewhere"), _each(lambda customer: _first(customer, "external"))),
        Column("company", _("Company"), _each(lambda customer: str(customer.company or ""))),
        Column("language", _("Language"), _each(lambda customer: customer.language)),
        Column("time_zone", _("Time zone"), _each(lambda customer: customer.time_zone)),
    ]
    return given + [_custom(field) for field in fields_about(about="customer")]


def columns_of(names: Iterable[str], *, among: Iterable[Column]) -> list[Column]:
    """Those of these names, in the order in which they are offered; the usual ones when none is named."""
    wanted = set(names) or set(USUAL)
    return [column for column in among if column.name in wanted]


def cells(customers: Sequence[Customer], columns: Iterable[Column]) -> list[tuple[str, ...]]:
    """What the columns show, a row for each customer."""
    several = [column.of(customers) for column in columns]
    return list(zip(*several, strict=True)) if several else [() for _customer in customers]


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
    left = iter(customers)
    while chunk := list(islice(left, CHUNK)):
        for each, said in zip(chunk, cells(chunk, columns), strict=True):
            kept = [", ".join(way.value for way in each.identities.all() if way.kind == kind) for kind, _label in ways]
            yield [str(each.pk), each.name, *kept, *said, each.created_at.isoformat(timespec="seconds")]


def _each(say: Callable[[Customer], str]) -> Callable[[Sequence[Customer]], list[str]]:
    return lambda customers: [say(customer) for customer in customers]


def _first(customer: Customer, kind: str) -> str:
    return next((way.value for way in customer.identities.all() if way.kind == kind), "")


def _custom(field: CustomField) -> Column:
    def of(customers: Sequence[Customer]) -> list[str]:
        return said_of_each(field, [customer.attributes.get(field.key) for customer in customers])

    return Column(f"fields.{field.key}", field.label, of)
