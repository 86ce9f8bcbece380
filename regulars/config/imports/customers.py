"""`bin/regulars import customers FILE`: customers with what is known of them."""

from __future__ import annotations

import argparse

from regulars.config.imports.tables import Coming, arguments

__all__ = ["arguments", "run"]
HELP = "customers with what is known of them: a table (CSV)"


def run(options: argparse.Namespace) -> int:
    from regulars.customers.actions.import_customers import import_customers
    from regulars.customers.tables import customers_table, facts_of

    coming = Coming(options, "Customers", read=customers_table)
    outcome = import_customers(coming.lines, facts=facts_of(coming.table), **coming.hearing)
    return coming.tell(outcome, f"{outcome.taken:,} customers taken in")
