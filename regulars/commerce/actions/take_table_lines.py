from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction

from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_product import take_product
from regulars.commerce.models import OrderImport, RefusedLine
from regulars.commerce.tables import Table, order_of, product_of
from regulars.lib.tables import Line, Wrong
from regulars.lib.texts import storable
from regulars.team.table_runs import take_some

log = logging.getLogger(__name__)

BATCH = 50  # orders in one transaction, before another table has its turn


def take_table_lines() -> int:
    """Take in the next few orders of the table that has waited longest. Returns how many; 0 when nothing is left."""
    runs = OrderImport.objects.select_related("shop")
    return take_some(runs, read=lambda run, content: Table(content, run.about), take=_take_all, most=BATCH)


def _take_all(run: OrderImport, groups: list[list[Line]]) -> None:
    for lines in groups:
        _take(run, lines)


def _take(run: OrderImport, lines: Sequence[Line]) -> None:
    try:
        with transaction.atomic():
            if run.about == OrderImport.About.ORDERS:
                take_order(order_of(lines), shop=run.shop, is_history=True)
            else:
                take_product(product_of(lines), shop=run.shop)
        run.taken += 1
    except Wrong as wrong:
        _refuse(run, lines, wrong)
    except (DataError, IntegrityError, ValueError) as error:
        log.warning("Line %s of %s is not taken: %s", lines[0].number, run, error)
        _refuse(run, lines, Wrong("", str(error)))


def _refuse(run: OrderImport, lines: Sequence[Line], wrong: Wrong) -> None:
    """All lines of the order: one that is half right would be another order."""
    rows = [
        RefusedLine(
            source=run, number=line.number, field=wrong.column, cells=[storable(cell) for cell in line.raw],
            reason=storable(wrong.why)[:500] if wrong.line in (0, line.number) else f"→ {wrong.line}",
        )
        for line in lines
    ]  # fmt: skip
    RefusedLine.objects.bulk_create(rows, ignore_conflicts=True)
    run.refused += len(rows)
