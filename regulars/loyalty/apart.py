"""What of an earning has dates of its own, because the rule that gave it says so: a bonus that is good in October alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from regulars.loyalty.book import Book
from regulars.loyalty.dating import Dates, bucket_of
from regulars.loyalty.earning import Award
from regulars.loyalty.models import Lot, Operation, Programme
from regulars.loyalty.schemes import Scheme

Parts = Sequence[tuple[int, Dates]]


def parts_apart(
    given: Award, how: Mapping[str, Any] | None, when: Dates, *, at: datetime, programme: Programme
) -> Iterator[tuple[int, Dates]]:
    """Points and dates, of those parts that have not the dates (`when`) of all that was earned at this instant."""
    left, points = given.points, given.by_rule()
    for each in how["held"] if how else ():
        part = min(left, points.get(each["rule"], 0))
        if part > 0 and (each["scheme"].get("waits") or each["scheme"].get("lasts")):
            scheme = Scheme.model_validate(each["scheme"])
            begins = scheme.waits.after(at, programme.clock) if scheme.waits else when["activates_at"]
            dates = dict(when) | {"activates_at": begins}
            if scheme.lasts:
                dates |= {"expires_at": scheme.lasts.after(begins or at, programme.clock), "lasts": None}
            left -= part
            yield part, dates


def set_apart(book: Book, operation: Operation, lot: Lot, parts: Parts, *, at: datetime) -> None:
    """So much of a credit that has just come goes on by itself. What may be spent pays first what is owed."""
    source = bucket_of(vars(lot), at)
    several = [book.split(operation, lot, source, bucket_of(dates, at), points, **dates) for points, dates in parts]
    for each in (lot, *several):
        book.arrive(operation, each, at=at)


def adopt(book: Book) -> None:
    """Parts of a credit that was new itself know its number once both are written."""
    for lot in book.credited:
        if lot.parent_id is None and lot.parent:
            Lot.objects.filter(pk=lot.pk).update(parent=lot.parent)
