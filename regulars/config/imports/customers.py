"""`bin/regulars import customers FILE`: customers with what is known of them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from regulars.config.environment import Problem
from regulars.config.imports import tables
from regulars.config.imports.tables import Coming

if TYPE_CHECKING:
    from regulars.customers.headings import Column

FACTS = ("fact", "text", "region")
HELP = "customers with what is known of them: a table (CSV)"


def arguments(parser: argparse.ArgumentParser) -> None:
    tables.arguments(parser)
    parser.add_argument("--country", metavar="FR", default="", help="of phones that are written without one (ISO 3166)")
    parser.add_argument("--columns", action="store_true", help="only say what each column is taken for")


def run(options: argparse.Namespace) -> int:
    from regulars.customers.actions.import_customers import import_customers
    from regulars.customers.tables import columns_in, customers_table

    region = _country(options.country)
    coming = Coming(options, "Customers", read=customers_table)
    columns = columns_in(coming.table)
    _tell(columns)
    if options.columns:
        return 0
    outcome = import_customers(coming.lines, columns=columns, region=region, **coming.hearing)
    partly = f", {outcome.partly:,} of them with a cell that is kept as text alone" if outcome.partly else ""
    return coming.tell(outcome, f"{outcome.taken:,} customers taken in", partly)


def _country(written: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if written and written.upper() not in SUPPORTED_REGIONS:
        raise Problem(f"There is no country {written}: write it as FR, GB or US.")
    return written.upper()


def _tell(columns: list[Column]) -> None:
    """What each column is taken for; those that are known by no name in the end."""
    facts = [each.key for each in columns if each.tells in FACTS and not each.field]
    for each in columns:
        if each.field or each.tells not in FACTS:
            words = f"the field {each.field.label}" if each.field and each.tells in FACTS else _words(each)
            print(f"  {each.heading} → {words}")
    if facts:
        print(f"  Facts under their own names: {', '.join(facts)}")


def _words(column: Column) -> str:
    words = {"consent": "consent", "consent_at": "day of the consent", "consent_source": "source of the consent"}
    if not column.channel:
        return "nothing" if column.tells == "nothing" else column.tells.replace("_", " ")
    if column.state:
        when = "on this day" if column.tells == "consent_at" else "if it says yes"
        return f"consent by {column.channel}: {column.state} {when}"
    return f"{words[column.tells]} by {column.channel}"
