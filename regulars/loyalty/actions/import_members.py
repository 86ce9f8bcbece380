from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actions.identify_all import identify_all
from regulars.customers.actor import IMPORT
from regulars.customers.models import Customer
from regulars.customers.timeline import backfill
from regulars.lib.inserting import insert_all
from regulars.lib.tables import Line, Wrong
from regulars.loyalty import tiering
from regulars.loyalty.actions.earn import issue
from regulars.loyalty.actions.join import joined
from regulars.loyalty.book import Book
from regulars.loyalty.dating import dates
from regulars.loyalty.events import told_of
from regulars.loyalty.models import Account, Operation, Programme, Standing
from regulars.loyalty.tables import Former, former_of
from regulars.loyalty.writing import write

BATCH = 500  # members in one transaction

Refuse = Callable[[Line, Wrong], None]


@dataclass
class Outcome:
    taken: int = 0
    known: int = 0  # who were members already, by their number
    refused: int = 0


def import_members(
    lines: Iterable[Line], *, programme: Programme, refuse: Refuse, progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Bring in the members of another programme with what they have: it may be spent now, and counts for no tier. It is history: nothing follows from it.

    Who is here by their number is passed over, so a run that was stopped is begun again. `refuse` hears of lines that are wrong.
    """
    outcome, left, done = Outcome(), iter(lines), 0

    def refused(line: Line, wrong: Wrong) -> None:
        outcome.refused += 1
        refuse(line, wrong)

    while several := list(islice(left, BATCH)):
        _take(several, programme, outcome, refused)
        done += len(several)
        progress(done)
    return outcome


@transaction.atomic
def _take(lines: list[Line], programme: Programme, outcome: Outcome, refuse: Refuse) -> None:
    formers: dict[str, tuple[Line, Former]] = {}
    for line in lines:
        try:
            former = former_of(line, programme)
        except Wrong as wrong:
            refuse(line, wrong)
        else:
            outcome.known += former.number in formers
            formers.setdefault(former.number, (line, former))
    for number, owner in Account.objects.filter(number__in=formers).values_list("number", "programme"):
        line, _former = formers.pop(number)
        if owner == programme.pk:
            outcome.known += 1
        else:
            refuse(line, Wrong("number", _("This number is another member’s.")))
    books = _joined(formers.values(), programme, refuse)
    _write(books)
    outcome.taken += len(books)


def _joined(formers: Collection[tuple[Line, Former]], programme: Programme, refuse: Refuse) -> list[Book]:
    """Of each customer one, whose row is locked meanwhile, as when they join by themselves."""
    customers = identify_all([(former.email, former.name) for _line, former in formers])
    locked = Customer.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in customers])
    theirs = Account.objects.open().filter(programme=programme, customer__in=list(locked.order_by("pk")))
    numbers, new = dict(theirs.values_list("customer", "number")), []
    for (line, former), customer in zip(formers, customers, strict=True):
        if number := numbers.get(customer.pk):
            refuse(line, Wrong("email", _("They are a member already: %s.") % number))
        else:
            numbers[customer.pk] = former.number
            account = Account(programme=programme, customer=customer, number=former.number, joined_at=former.joined_at)
            new.append((account, former))
    insert_all([account for account, _former in new])
    return [_book(account, former) for account, former in new]


def _book(account: Account, former: Former) -> Book:
    book, now = Book(account), timezone.now()
    if former.tier:
        tiering.enter(book, former.tier, now)
    if former.points:
        lot = dates(account.programme, now, activates_at=now, expires_at=former.expires_at)
        said = {"reason": _("Brought along from before")}
        issue(book, Operation.Kind.ADJUST, former.points, at=now, by=IMPORT, said=said, lot=lot)
    else:
        tiering.look(book, now)
    return book


def _write(books: list[Book]) -> None:
    operations = [each for book in books for each in book.operations]
    standings = [each for book in books for each in book.standings]
    write(books, operations, [each for book in books for each in book.credited])
    Standing.objects.bulk_create(standings)
    told = [(joined(book.account), book.account.customer_id, book.account.joined_at) for book in books]
    for each in (*operations, *standings):
        if event := told_of(each, each.account.programme):
            told.append((event, each.account.customer_id, each.at))
    backfill(told, by=IMPORT)
