"""`bin/regulars import customers FILE`: bring in customers with what is known of them."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from regulars.config.commands.members import Refusals, table_of
from regulars.config.progress import Bar


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="where lines that are wrong are written (FILE.refused.csv)"
    )


def run(options: argparse.Namespace) -> int:
    from regulars.customers.actions.import_customers import import_customers
    from regulars.customers.tables import customers_table, facts_of

    (table, total), began = table_of(options.path, customers_table), time.monotonic()
    refusals, bar = Refusals(options, table.columns), Bar("Customers")
    outcome = import_customers(
        (line for [line] in table.since(0)),
        facts=facts_of(table),
        refuse=refusals.add,
        progress=lambda done: bar(done, total),
    )
    speed = outcome.taken / max(time.monotonic() - began, 0.001)
    print(f"{outcome.taken:,} customers taken in ({speed:,.0f} a second).")
    return refusals.tell(outcome.refused)
