"""`bin/regulars predict …`: what customers will do, from a table."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from regulars.config.environment import Problem

HELP = "Say from a table what customers will do, and how right that was."
MORE = """\
examples:
  bin/regulars predict purchases orders.csv --until 1997-09-30 --ahead 39
  bin/regulars predict purchases summary.csv --model BG/NBD --out expected.csv
  bin/regulars predict churn customers.csv --label Churn --out chances.csv
  bin/regulars predict contracts 1000,631,468,382,326

docs/manual/predictions.md says what each figure means.
"""
NEEDS = "nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    buys = what.add_parser(
        "purchases",
        help="how often customers will buy, and for how much: orders (customer, date, spend), or x, t_x, T of each",
    )
    buys.add_argument("path", type=Path, metavar="FILE")
    buys.add_argument(
        "--until",
        metavar="DAY",
        help="learn from orders through this day, and judge by those after it (two thirds of the time)",
    )
    buys.add_argument(
        "--ahead",
        type=float,
        metavar="UNITS",
        help="weeks to look ahead (what is left of the table, else 26); occasions, for BG/BB",
    )
    buys.add_argument("--model", choices=["BG/NBD", "MBG/NBD", "Pareto/NBD", "BG/BB"], help="(all that suit the table)")
    for name in ("customer", "date", "spend"):
        buys.add_argument(f"--{name}", metavar="COLUMN", default="", help="its name, where it cannot be guessed")
    leaves = what.add_parser("churn", help="who will leave, from facts about customers of whom it is known")
    leaves.add_argument("path", type=Path, metavar="FILE")
    leaves.add_argument(
        "--label", required=True, metavar="COLUMN", help="whether they left: yes or no, 1 or 0, true or false"
    )
    leaves.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="COLUMN",
        help="not a fact, such as a number of the customer; may be said again",
    )
    renew = what.add_parser(
        "contracts", help="how many will renew: how many there were at first and after each renewal"
    )
    renew.add_argument("survivors", metavar="1000,631,468")
    renew.add_argument("--ahead", type=int, default=5, metavar="N", help="renewals to look ahead (%(default)s)")
    for each in (buys, leaves, renew):
        each.add_argument("--json", action="store_true", help="print JSON")
    for each in (buys, leaves):
        each.add_argument("--out", type=Path, metavar="FILE", help="write what is predicted of each customer, as CSV")


def run(options: argparse.Namespace) -> int:
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    from regulars.predictions import tabling
    from regulars.predictions.buying.fitting import NotFitted
    from regulars.predictions.reading import day_of

    try:
        if options.what == "contracts":
            said = tabling.contracts([float(each) for each in options.survivors.split(",")], ahead=options.ahead)
        elif options.what == "churn":
            said = tabling.churn(options.path, label=options.label, without=options.without, out=options.out)
        else:
            until = day_of(options.until) if options.until else None
            columns = {name: getattr(options, name) for name in ("customer", "date", "spend")}
            said = tabling.purchases(
                options.path, until=until, ahead=options.ahead, model=options.model, columns=columns, out=options.out
            )
    except (OSError, NotFitted, ValueError) as problem:
        raise Problem(f"{problem}".rstrip(".") + ".") from None
    print(json.dumps(said, ensure_ascii=False, indent=1) if options.json else "\n".join(_lines(said)))
    return 0


def _lines(said: Any, indent: str = "") -> list[str]:
    lines = []
    for name, each in said.items():
        if isinstance(each, dict):
            lines += ["", f"{indent}{name}", *_lines(each, indent + "  ")]
        elif isinstance(each, list) and each and isinstance(each[0], dict):
            lines += ["", f"{indent}{name}", *_table(each, indent + "  ")]
        else:
            lines.append(f"{indent}{name + ':':<26} {_said(each)}")
    return lines


def _table(rows: list[dict[str, Any]], indent: str) -> list[str]:
    names = list(rows[0])
    cells = [names, *([_said(row[name]) for name in names] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(names))]
    return [indent + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]


def _said(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100_000 else f"{value:.6g}"
    return ", ".join(_said(each) for each in value) if isinstance(value, list) else "–" if value is None else str(value)
