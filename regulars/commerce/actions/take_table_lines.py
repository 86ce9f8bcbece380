from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_product import take_product
from regulars.commerce.models import OrderImport, RefusedLine
from regulars.commerce.tables import Table, order_of, product_of
from regulars.lib import blobs
from regulars.lib.tables import Line, Wrong
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

BATCH = 50  # orders in one transaction, before another table has its turn
_open: dict[int, tuple[int, Iterator[list[Line]]]] = {}  # files that this process reads: where it stands, and the rest


def take_table_lines() -> int:
    """Take in the next few orders of the table that has waited longest, with writing down how far it is. Returns how many; 0 when nothing is left.

    A worker that is killed takes none twice and forgets none.
    """
    waiting = OrderImport.objects.filter(finished_at=None).order_by("worked_at")
    with transaction.atomic():
        run = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("shop").first()
        if run is None:
            return 0
        groups = [] if run.is_stopped else _next_of(run)
        for lines in groups:
            _take(run, lines)
        if not groups:
            run.finished_at, run.sha256, digest = timezone.now(), "", run.sha256
            transaction.on_commit(lambda: blobs.forget_unless_held([digest]))
        run.worked_at = timezone.now()
        run.save()
    return len(groups) or 1


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
    run.place += len(lines)


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


def _next_of(run: OrderImport) -> list[list[Line]]:
    """The next few, read on from where this process stands in the file; from where the run stands, if that is elsewhere."""
    place, groups = _open.pop(run.pk, (-1, iter(())))
    if place != run.place:
        with blobs.fetch(run.sha256) as file:
            groups = Table(file.read(), run.about).since(run.place)
    found = list(islice(groups, BATCH))
    if found:
        _open[run.pk] = (run.place + sum(map(len, found)), groups)
    return found
