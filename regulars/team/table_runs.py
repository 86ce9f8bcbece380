"""Tables that are brought in by the worker: looked at, kept, taken a few lines at a time, and what was refused given back as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.lib.tables import Line, Table, Wrong, written
from regulars.lib.texts import one_line
from regulars.team.models.table_run import TableRun

MOST = 1_000_000  # lines
KEPT = timedelta(days=60)  # what is told of a run that is done

Runs = models.QuerySet[Any]  # of TableRun
Reader = Callable[[Any, bytes], Table]
_open: dict[
    tuple[type, int], tuple[int, Iterator[list[Line]]]
] = {}  # files that this process reads: where it stands, and the rest


def looked_at(content: bytes, *, name: str, read: Callable[[bytes], Table]) -> dict[str, Any]:
    """What a run says of a file that can be read, whose bytes are kept. Raises ValidationError("file")."""
    try:
        table = read(content)
        total = table.count()
    except Wrong as wrong:
        raise refusal("file", wrong.why) from None
    if not 0 < total <= MOST:
        raise refusal("file", _("A table has 1 to %d lines below its names.") % MOST)
    facts = {"name": one_line(name, limit=200), "columns": table.columns, "total": total}
    return facts | {"sha256": blobs.keep(content)}


def take_some(runs: Runs, *, read: Reader, take: Callable[[Any, list[list[Line]]], None], most: int) -> int:
    """Let `take` have the next lines of the table that has waited longest, with writing down how far it is. Returns how many; 0 when nothing is left.

    A worker that is killed takes none twice and forgets none.
    """
    waiting = runs.filter(finished_at=None).order_by("worked_at")
    with transaction.atomic():
        run = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if run is None:
            return 0
        groups = [] if run.is_stopped else _next_of(run, read, most)
        if groups:
            take(run, groups)
            run.place += sum(map(len, groups))
        else:
            run.finished_at, run.sha256, digest = timezone.now(), "", run.sha256
            transaction.on_commit(lambda: blobs.forget_unless_held([digest]))
        run.worked_at = timezone.now()
        run.save()
    return len(groups) or 1


def forget_old(runs: Runs) -> None:
    runs.filter(finished_at__lt=timezone.now() - KEPT).delete()


def old_at(runs: Runs) -> datetime | None:
    """When the oldest has been kept long enough."""
    oldest = runs.exclude(finished_at=None).order_by("finished_at").values_list("finished_at", flat=True).first()
    return oldest + KEPT if oldest else None


def refused_table(run: Any) -> HttpResponse:
    """The refused lines as a table, with why behind them: to be mended and taken in again."""
    answer = HttpResponse(written(_refused(run)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer


def _refused(run: Any) -> Iterator[list[object]]:
    yield [*run.columns, _("line"), _("column"), _("why")]
    for each in run.refusals.all().iterator():
        yield [*each.cells, *[""] * (len(run.columns) - len(each.cells)), each.number, each.field, each.reason]


def _next_of(run: TableRun, read: Reader, most: int) -> list[list[Line]]:
    """The next few, read on from where this process stands in the file; from where the run stands, if that is elsewhere."""
    place, groups = _open.pop((type(run), run.pk), (-1, iter(())))
    if place != run.place:
        with blobs.fetch(run.sha256) as file:
            groups = read(run, file.read()).since(run.place)
    found = list(islice(groups, most))
    if found:
        _open[type(run), run.pk] = (run.place + sum(map(len, found)), groups)
    return found
