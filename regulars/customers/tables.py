"""A table of customers with what is known of them, as another program wrote it. What columns there are, `docs/manual/customers.md` says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.customers.custom_fields import fields_about
from regulars.customers.identities import normalise
from regulars.lib.languages import CODE_BY_NAME
from regulars.lib.tables import Line, Table, Wrong
from regulars.lib.texts import one_line

WAYS = {"id": "external", "email": "email", "phone": "phone"}  # columns by which somebody is known, the surest first
OWN = {*WAYS, "name", "first_name", "last_name", "language"}
OTHER_NAMES = {
    "e_mail": "email", "mail": "email", "email_address": "email", "e_mail_address": "email", "phone_number": "phone", "mobile": "phone",
    "customer": "id", "customer_id": "id", "customerid": "id", "user_id": "id", "userid": "id", "external_id": "id",
    "full_name": "name", "customer_name": "name", "firstname": "first_name", "lastname": "last_name", "locale": "language",
}  # fmt: skip
LONGEST = 64  # characters of a column's name: so many an attribute's has
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)


class Fact(NamedTuple):
    """Under which name a column is kept: that of the field that it names, or its own; none for those with places of their own."""

    name: str
    is_field: bool = False


class Told(NamedTuple):
    """What a line says of a customer."""

    ways: list[tuple[str, str]]  # kind of identity, and its value
    name: str
    language: str
    facts: dict[str, str | int | float]


def customers_table(content: bytes) -> Table:
    """Raises Wrong for what is none."""
    table = Table(content, needed=(), other_names=OTHER_NAMES)
    if not WAYS.keys() & {*table.names}:
        raise Wrong("", _("There is no column “%s”.") % "”, “".join(WAYS))
    if any(len(fact.name) > LONGEST for fact in facts_of(table)):
        raise Wrong("", _("An attribute's name has 1 to 64 characters."))
    return table


def facts_of(table: Table) -> list[Fact]:
    """What each column tells."""
    keys = {word: each.key for each in fields_about(about="customer") for word in (each.label.casefold(), each.key)}
    return [
        Fact("") if name in OWN else Fact(keys.get(column.casefold(), column), column.casefold() in keys)
        for name, column in zip(table.names, table.columns, strict=True)
    ]


def told_of(line: Line, facts: Sequence[Fact]) -> Told:
    """Whom this line tells of, and what. Raises Wrong, which names the column."""
    cells = line.cells
    ways = [_way(cells, column) for column in WAYS if cells.get(column)]
    if not ways:
        raise Wrong("", _("Say who it is: by an address, a phone or an id."))
    known = {
        fact.name: cell.strip() if fact.is_field else _plain(cell.strip())
        for fact, cell in zip(facts, line.raw, strict=False)
        if fact.name and cell.strip()
    }
    language = cells.get("language", "")
    return Told(ways, name_in(cells), CODE_BY_NAME.get(language.casefold(), language), known)


def name_in(cells: Mapping[str, str]) -> str:
    """What somebody is called: in one column, or in two."""
    whole = " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))
    return one_line(cells.get("name") or whole, limit=200)


def _way(cells: Mapping[str, str], column: str) -> tuple[str, str]:
    try:
        return WAYS[column], normalise(WAYS[column], cells[column])
    except ValidationError as error:
        raise Wrong(column, error.messages[0]) from None


def _plain(cell: str) -> str | int | float:
    """A number as a number; with zeros before it, it is a name."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return float(cell) if "." in cell else int(cell)
