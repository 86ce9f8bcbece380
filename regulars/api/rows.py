"""Rows that programs ask for: one by its number, or a page of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse

from regulars.api import cursors
from regulars.api.given.kinds import Page
from regulars.api.told.answers import Facts, page_of

Row = TypeVar("Row", bound=Model)


def the_one(among: QuerySet[Row], missing: str) -> Row:
    """Raises Http404, with what is missing."""
    for row in among[:1]:
        return row
    raise Http404(missing)


def newest(found: QuerySet[Row], asked: Page, tell: Callable[[Row], Facts]) -> HttpResponse:
    """A page, in the order in which the rows were made, the newest first."""
    before = cursors.read_id(asked.cursor)
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: asked.limit + 1])
    next = cursors.written_id(rows[asked.limit - 1].pk) if len(rows) > asked.limit else None
    return page_of([tell(row) for row in rows[: asked.limit]], next)
