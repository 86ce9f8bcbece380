"""Tables of purchases, or of what is known of each customer, as files have them: whatever stands between the cells, names in many ways."""

from __future__ import annotations

import csv
import io
import math
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from regulars.predictions.buying.history import Numbers

NAMES = {
    "customer": (
        "customer", "customer_unique_id", "customer_id", "customerid", "customer id", "user", "user_id", "userid", "client",
        "client_id", "member", "member_id", "household_key", "visitorid", "email",
    ),
    "date": (
        "date", "day", "invoicedate", "invoice date", "order_date", "orderdate", "order date", "placed_at", "order_purchase_timestamp",
        "purchase_date", "transaction_date", "t_dat", "created_at", "created at", "timestamp", "datetime", "time",
    ),
    "spend": (
        "spend", "spent", "amount", "value", "dollar_value", "total", "order_total", "total_price", "payment_value", "sales_value",
        "revenue", "monetary", "sales",
    ),
    "price": ("price", "unit_price", "unitprice", "unit price", "item_price"),
    "pieces": ("quantity", "qty", "pieces", "units"),
    "x": ("x", "frequency", "freq", "repeat", "p1x"),
    "last": ("t_x", "tx", "recency", "last", "t.x"),
    "age": ("t", "t_cal", "tcal", "age", "periods", "n", "observed"),
    "mean": ("mean", "zbar", "monetary_value", "avg_spend", "m_x"),
    "many": ("weights", "weight", "customers", "count", "n_custs"),
    "actual": ("actual", "x_star", "xstar", "x.star", "p2x", "holdout", "frequency_holdout", "x_holdout"),
}  # fmt: skip
_KEY = r"s?(_?(id|no|nr|num|number|key|code))?"
_BOUGHT = "order|purchase|transaction|invoice|trans|trx|purch"
_LIKE = {  # a name that is none of these, with whatever stands between its words as “_”: those that say more go first
    "customer": (
        re.compile(rf"(cust(omer)?|client|consumer|member|user|buyer|shopper){_KEY}"),
        re.compile(rf"(household|visitor|donor|account|card|loyalty_card){_KEY}"),
        re.compile("id"),
    ),
    "date": (
        re.compile(rf"({_BOUGHT})_?(date|day|datetime|timestamp)"),
        re.compile(r"(.+_)?(date|day|datetime|timestamp)"),
        re.compile(rf"({_BOUGHT})_?time"),
    ),
}
_BETWEEN = re.compile(r"[\W_]+")
NOBODY = {"", "nan", "null", "none", "na", "n/a"}
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DATE = 100_000  # days below it are numbers that the table gave them, from a first day that it does not name
_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:\D.*)?")
_BARE, _BARE_DAY = re.compile(r"\d+([.,]\d+)?"), re.compile(r"(19|20)\d\d[01]\d[0-3]\d")
_SECONDS = {10: 1, 13: 1000}  # since 1970, or thousandths of them: by how many digits they have
_MONEY = re.compile(r"[\s\u00a0\u202f'$€£¥]")
_OTHERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:\D.*)?")


class Sheet:
    """Columns by name. `named("x")` finds one by any of the names that people give it. Raises ValueError for what is no table."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        if content.startswith(b"PK\x03\x04"):
            raise ValueError("This is a workbook and no table of text: save it as CSV.")
        text = content.decode("utf-8-sig", "replace").replace("\0", "").lstrip("\n")
        first = text.split("\n", 1)[0]
        mark = max(",;\t|", key=first.count)
        is_by_blanks = not first.count(mark)
        lines = (
            (line.split() for line in text.splitlines())
            if is_by_blanks
            else csv.reader(io.StringIO(text), delimiter=mark)
        )
        rows = (row for row in lines if any(cell.strip() for cell in row))
        head = [cell.strip() for cell in next(rows, [])]
        self.names = _names_of(head) or head
        self.begins = 2  # the line of the first customer or purchase
        if self.names is not head:
            rows, self.begins = chain([head], rows), 1
        columns: list[list[str]] = [[] for _name in self.names]
        try:
            for number, row in enumerate(rows, self.begins):
                if len(row) != len(self.names):
                    raise ValueError(f"Line {number} has {len(row)} cells, the first has {len(self.names)}.")
                for column, cell in zip(columns, row, strict=True):
                    column.append(sys.intern(cell.strip()))  # of millions of rows, most say the same as others
        except csv.Error as error:
            raise ValueError(f"This cannot be read as a table: {error}") from None
        if not columns or not columns[0]:
            raise ValueError("There is a line of names and one for each customer or purchase; this has less.")
        self.columns = dict(zip(self.names, columns, strict=True))

    def named(self, kind: str, *, said: str = "") -> str:
        """What the column of this kind is called here; nothing when there is none. `said` is the name that somebody gave.

        Raises ValueError where there is none of that name, or several are as likely.
        """
        if said:
            if said not in self.columns:
                raise ValueError(f"There is no column {said!r}. There are: {', '.join(self.names)}.")
            return said
        known = {name.casefold(): name for name in reversed(self.names)}
        if listed := next((known[name] for name in NAMES[kind] if name in known), ""):
            return listed
        plain = {name: _BETWEEN.sub("_", name.casefold()).strip("_") for name in self.names}
        for like in _LIKE.get(kind, ()):
            if found := [name for name, words in plain.items() if like.fullmatch(words)]:
                if len(found) > 1:
                    raise ValueError(f"Which is it, {' or '.join(map(repr, found))}? Name it with --{kind}.")
                return found[0]
        return ""

    def numbers(self, name: str, *, blank: float | None = None) -> list[float]:
        """Raises ValueError, which names the line; `blank` stands for a cell without anything."""
        return [
            blank if blank is not None and not cell else _number(cell, name, line)
            for line, cell in enumerate(self.columns[name], self.begins)
        ]

    def days(self, name: str) -> list[int]:
        """As ordinals. 03/04/2026 is what the other dates of the column say: the part that is above 12 somewhere is the day.

        Numbers are days that the table counts itself, or seconds or thousandths of them since 1970.
        """
        cells = self.columns[name]
        if all(cell.isascii() and cell.isdecimal() for cell in cells):
            longest = max(map(len, cells))
            if longest < len(str(FIRST_DATE)):
                return [int(cell) for cell in cells]
            if longest in _SECONDS:
                return [EPOCH + int(cell) // _SECONDS[longest] // 86_400 for cell in cells]
        return list(_days(cells, name))

    def spent(self, *, said: str = "") -> list[float] | None:
        """What each purchase came to: the column that says so, or else its price times its pieces; None where neither stands.

        A blank is nothing: of an order in several lines, one says what all of it came to.
        """
        names = self.spent_by(said)
        if not names:
            return None
        first, *pieces = (
            self.numbers(name, blank=float(place)) for place, name in enumerate(names)
        )  # a blank is one piece
        return [each * times for each, times in zip(first, pieces[0], strict=True)] if pieces else first

    def spent_by(self, said: str = "") -> list[str]:
        """The columns that say it: one, or price and pieces."""
        if spend := self.named("spend", said=said):
            return [spend]
        return [name for name in map(self.named, ("price", "pieces")) if name] if self.named("price") else []


def _names_of(cells: list[str]) -> list[str] | None:
    """What stands in purchases that are listed without a line of names, as CDNOW's are: whose, when, and last how much."""
    when = next((place for place, cell in enumerate(cells) if place and _BARE_DAY.fullmatch(cell)), None)
    if when is None or not all(_BARE.fullmatch(cell) for cell in cells):
        return None
    names = [f"column {place}" for place in range(1, len(cells) + 1)]
    names[-1], names[0], names[when] = "amount", "customer", "date"
    return names


def purchases_among(who: Numbers, days: Numbers, spent: Numbers | None) -> tuple[Any, dict[str, int]]:
    """Which rows are purchases of somebody. What is sent back makes its day cheaper; a day on which nothing is left is none."""
    is_somebody = ~np.isin(np.char.lower(who), sorted(NOBODY))
    aside = {"nobody’s": int((~is_somebody).sum())}
    if spent is None or not (spent < 0).any():
        return is_somebody, aside
    _names, numbers = np.unique(who, return_inverse=True)
    _days, place = np.unique(numbers * 10**7 + days, return_inverse=True)
    net, returned = (np.bincount(place, weights=each) for each in (spent, spent < 0))
    is_bought = ((returned == 0) | (net > 0))[place]
    aside["sent back"] = int((is_somebody & ~is_bought).sum())
    return is_somebody & is_bought, aside


def day_of(said: str) -> int:
    """A day as somebody writes it, or its number in a table that counts them. Raises ValueError."""
    is_number = said.isascii() and said.isdecimal() and len(said) < len(str(FIRST_DATE))
    return int(said) if is_number else date.fromisoformat(said).toordinal()


def said_of(day: int) -> str:
    return str(day) if day < FIRST_DATE else date.fromordinal(day).isoformat()


def _number(cell: str, name: str, line: int) -> float:
    plain = _MONEY.sub("", cell)
    point = max(plain.rfind("."), plain.rfind(","))
    whole, part = plain[: max(point, 0)].replace(",", "").replace(".", ""), plain[point + 1 :]
    if "," in plain:  # 1,234.50 and 1.234,50 and 12,5; but 1,234 is thousands
        plain = f"{whole}{part}" if plain[point] == "," and len(part) == 3 and "." not in plain else f"{whole}.{part}"
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"Line {line}, {name}: {cell[:40]!r} is no number.")
    return number


def _days(cells: Sequence[str], name: str) -> Iterator[int]:
    parted = [_OTHERS.fullmatch(cell) for cell in cells]
    is_month_first = any(each and int(each[3]) > 12 for each in parted) or any(
        each and each[2] == "/" for each in parted
    )
    is_month_first = is_month_first and not any(each and int(each[1]) > 12 for each in parted)
    for line, (cell, other) in enumerate(zip(cells, parted, strict=True), 2):
        try:
            if other:
                first, second, year = int(other[1]), int(other[3]), int(other[4])
                month, day = (first, second) if is_month_first else (second, first)
                yield date(year + 2000 if year < 100 else year, month, day).toordinal()
            elif said := _DAY.fullmatch(cell):
                yield date(*(int(each) for each in said.groups())).toordinal()
            else:
                raise ValueError
        except ValueError:
            raise ValueError(f"Line {line}, {name}: {cell[:40]!r} is no day. Write 2026-03-29.") from None
