"""One line of a table, read a column at a time: amounts, days and pieces, as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from regulars.commerce.models import Order
from regulars.lib import money
from regulars.lib.tables import Line, Wrong, moment


class Asked:
    """What is wrong is said of the column."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(self.line.cells.get(column, ""))
        except KeyError:
            return self.wrong(column, _("Choose one of: %s.") % ", ".join(Order.Paid.values))
        except ValueError as error:
            return self.wrong(column, str(error))

    def amount(self, column: str, currency: str) -> int:
        """None below zero; an empty one is zero."""
        if not self.line.cells.get(column):
            return 0
        amount = int(self.read(column, lambda text: money.typed(text, currency, is_rounded=True)))
        return amount if amount >= 0 else int(self.wrong(column, _("It cannot be less than nothing.")))

    def moment(self, column: str) -> datetime | None:
        read = partial(moment, is_day_first=self.line.is_day_first)
        return self.read(column, read) if self.line.cells.get(column) else None

    def wrong(self, column: str, why: str) -> Any:
        raise Wrong(column, why, self.line.number)


def pieces(text: str) -> int:
    text = re.sub("[.,]0+$", "", text)
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 100_000):
        raise ValueError(_("“%s” is no number of pieces.") % text[:20])
    return int(text)


def several(cell: str) -> tuple[str, ...]:
    """The names in a cell, between marks; also those of a path such as "Coffee > Beans"."""
    return tuple(dict.fromkeys(each.strip() for each in re.split("[|;,>]", cell) if each.strip()))
