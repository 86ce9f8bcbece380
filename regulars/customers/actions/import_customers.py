from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regulars.customers.arrivals import Arrivals
from regulars.customers.headings import Column
from regulars.customers.tables import Told, told_of
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.tables import Line, Wrong
from regulars.team.actions.audit import audit

BATCH = 500  # customers in one transaction: others who tell of them wait for it

Refuse = Callable[[Line, Wrong], None]
Lines = list[tuple[Line, Told]]
Found = tuple[Line, list[Wrong], bool]  # what is wrong with a line, and whether it was taken


@dataclass
class Outcome:
    taken: int = 0
    partly: int = 0  # of those: with a cell that could only be kept as text
    refused: int = 0


def import_customers(
    lines: Iterable[Line],
    *,
    columns: Sequence[Column],
    refuse: Refuse,
    region: str = "",
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Bring in customers with what is known of them, each column as `columns` say. Harmless twice: who is known is told more of.

    It is history: nothing follows from it. `refuse` hears of lines that are wrong, of which nothing is kept, and of cells that could only
    be kept as text. `region` is the country (ISO 3166) of phones written without one.
    """
    outcome, left, columns = Outcome(), iter(lines), list(columns)
    headings = {each.key: each.heading for each in columns}
    while several := list(islice(left, batch)):
        said, found = _read(several, columns, region)
        found += _take(said, headings)
        for line, wrongs, is_taken in sorted(found, key=lambda each: each[0].number):
            outcome.taken += is_taken
            outcome.refused += not is_taken
            outcome.partly += is_taken and bool(wrongs)
            for wrong in wrongs:
                why = _("Taken in, with this as text alone: %s") % wrong.why if is_taken else wrong.why
                refuse(line, Wrong(wrong.column, why))
        progress(outcome.taken + outcome.refused)
    audit("customers.imported", by=None, after=vars(outcome))
    return outcome


def _read(lines: Iterable[Line], columns: list[Column], region: str) -> tuple[Lines, list[Found]]:
    """What can be read, and what is wrong with the rest."""
    said: Lines = []
    found: list[Found] = []
    for line in lines:
        try:
            said.append((line, told_of(line, columns, region=region)))
        except Wrong as wrong:
            found.append((line, [wrong], False))
    return said, found


def _take(said: Lines, headings: dict[str, str]) -> list[Found]:
    """Whom somebody else has met at this very moment is known by the next try."""
    while said:
        try:
            return _take_once(said, headings)
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "identity_once":
                raise
    return []


@again_after_a_deadlock
@transaction.atomic
def _take_once(said: Lines, headings: dict[str, str]) -> list[Found]:
    arrivals, found = Arrivals([told for _line, told in said], headings=headings), []
    for line, told in said:
        try:
            found.append((line, arrivals.take(told), True))
        except Wrong as wrong:
            found.append((line, [wrong], False))
    arrivals.write()
    return found
