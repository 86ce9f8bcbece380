"""The customer list of a shop that moves here: a table of so many lines brought in, and brought in once more.

CPU is of the command and of PostgreSQL together; the floor is each row of the same customers written by one plain INSERT a table.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

from bench import house

HEAD = [
    "Customer ID",
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing",
    "Default Address Address1",
    "Default Address City",
    "Default Address Country Code",
    "Default Address Zip",
    "Phone",
    "Accepts SMS Marketing",
    "Total Spent",
    "Total Orders",
    "Note",
    "Tags",
]
FLOOR = """
    INSERT INTO floor_customer (name, language, time_zone, attributes, created_at)
        SELECT name, language, time_zone, attributes, created_at FROM customers_customer ORDER BY id;
    INSERT INTO floor_identity (customer_id, kind, value, is_primary, created_at)
        SELECT customer_id, kind, value, is_primary, created_at FROM customers_identity ORDER BY id;
"""


def main(options: argparse.Namespace) -> int:
    with house.opened(size=0) as opened:
        path = opened.folder / "customers.csv"
        _write(path, options.members)
        for name in ("first time", "once more"):
            print(f"{name:<12} {_measured(opened, options.members, lambda: _bring(path))}")
        print(f"{'the floor':<12} {_measured(opened, options.members, _floor)}")
    return 0


def _write(path: Path, count: int) -> None:
    """As Shopify exports its customers. A hundredth of the lines is there twice."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(count):
            n = number - 1 if number % 100 == 99 else number
            note = "Called about a grinder,\nwants the steel one" if n % 20 == 0 else ""
            writer.writerow(
                [f"'{7_000_000_000_000 + n}", f"Ada{n % 977}", f"Moreau{n % 7919}", f"ada{n}@shop{n % 5000}.example", "yes" if n % 3 else "no"]
                + [f"{n % 90} Rue du Marché", "Lyon", "FR", f"'{n % 95000:05}", f"'+336{n % 100_000_000:08}", "no"]
                + [f"{n % 900}.{n % 90 + 10}", n % 30, note, "regular, newsletter" if n % 4 else ""]
            )  # fmt: skip


def _bring(path: Path) -> None:
    from regulars.config import command_line

    with contextlib.redirect_stdout(io.StringIO()):
        command_line.main(["import", "customers", str(path)])


def _floor() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("customer", "identity"):
            cursor.execute(f"CREATE TABLE floor_{name} (LIKE customers_{name} INCLUDING ALL)")
        cursor.execute(FLOOR)


def _measured(opened: house.House, lines: int, act: Callable[[], None]) -> str:
    from django.db import connection

    asked = [0]

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked[0] += 1
        return execute(sql, params, many, context)

    database, own, began = opened.cpu(), time.process_time(), time.monotonic()
    with connection.execute_wrapper(count):
        act()
    own, database = time.process_time() - own, opened.cpu() - database
    each = [seconds * 1000 / lines for seconds in (own + database, database)]
    return (
        f"{lines:,} lines in {time.monotonic() - began:.1f} s, {each[0]:.2f} ms CPU a line, {each[1]:.2f} of it "
        f"PostgreSQL, {asked[0] / lines:.2f} statements a line"
    )
