"""Lists of customers, as tests bring them in."""

from regulars.customers.actions.import_customers import Outcome, import_customers
from regulars.customers.models import Customer
from regulars.customers.tables import columns_in, customers_table
from regulars.lib.tables import Line, Wrong


def brought(content: str | bytes, **how) -> tuple[Outcome, list[tuple[int, str, str]]]:
    """What came of it, and what was told: line, column, why."""
    table = customers_table(content.encode() if isinstance(content, str) else content)
    told: list[tuple[int, str, str]] = []

    def refuse(line: Line, wrong: Wrong) -> None:
        told.append((line.number, wrong.column, wrong.why))

    lines = (line for [line] in table.since(0))
    return import_customers(lines, columns=columns_in(table), refuse=refuse, **how), told


def the_one(value: str) -> Customer:
    return Customer.objects.get(identities__value=value)
