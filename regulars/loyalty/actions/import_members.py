from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actions.identify_all import identify_all
from regulars.customers.actor import IMPORT
from regulars.customers.models import Customer
from regulars.customers.timeline import backfill
from regulars.lib.inserting import reserved
from regulars.lib.tables import Line, Wrong
from regulars.loyalty import tiering
from regulars.loyalty.actions.earn import issue
from regulars.loyalty.actions.join import joined, new_number
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

    Who is here by their number is passed over, and where there is none, who has brought just so much: a run that was stopped is begun again. `refuse` hears of lines that are wrong.
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
    formers: list[tuple[Line, Former]] = []
    for line in lines:
        try:
            formers.append((line, former_of(line, programme)))
        except Wrong as wrong:
            refuse(line, wrong)
    books = _joined(_new_by_number(formers, programme, outcome, refuse), programme, outcome, refuse)
    _write(books)
    outcome.taken += len(books)


def _new_by_number(
    formers: Collection[tuple[Line, Former]], programme: Programme, outcome: Outcome, refuse: Refuse
) -> Iterator[tuple[Line, Former]]:
    """Those whose number nobody has, and those who have none."""
    numbers = [former.number for _line, former in formers if former.number]
    owners = dict(Account.objects.filter(number__in=numbers).values_list("number", "programme"))
    for line, former in formers:
        owner = owners.get(former.number)
        if owner is None:
            yield line, former
        elif owner == programme.pk:
            outcome.known += 1
        else:
            refuse(line, Wrong("number", _("This number is another member’s.")))
        if former.number:
            owners.setdefault(former.number, programme.pk)


def _joined(found: Iterable[tuple[Line, Former]], programme: Programme, outcome: Outcome, refuse: Refuse) -> list[Book]:
    """Of each customer one, whose row is locked meanwhile, as when they join by themselves."""
    formers = list(found)
    customers = identify_all([(former.email, former.name) for _line, former in formers])
    had, new = _had(programme, [each.pk for each in customers]), []
    for (line, former), customer in zip(formers, customers, strict=True):
        number, points = had.get(customer.pk, ("", 0))
        if number and not former.number and former.points == points:
            outcome.known += 1
        elif number:
            refuse(line, Wrong("email", _("They are a member already: %s.") % number))
        else:
            given = former.number or new_number()
            had[customer.pk] = (given, former.points)
            new.append(
                (Account(programme=programme, customer=customer, number=given, joined_at=former.joined_at), former)
            )
    for (account, _former), key in zip(new, reserved(Account, len(new)), strict=True):
        account.pk = key
    return [_book(account, former) for account, former in new]


def _had(programme: Programme, customers: Collection[int]) -> dict[int, tuple[str, int]]:
    """Of these customers, who are locked: the numbers of those who are members, and the points that they brought along."""
    people = Customer.objects.select_for_update(no_key=True).filter(pk__in=customers).order_by("pk")
    locked = list(people.values_list("pk", flat=True))
    theirs = Account.objects.open().filter(programme=programme, customer__in=locked)
    numbers = {pk: (customer, number) for pk, customer, number in theirs.values_list("pk", "customer", "number")}
    brought = Operation.objects.filter(account__in=numbers, kind=Operation.Kind.ADJUST, by=str(IMPORT))
    points = dict(brought.values_list("account", "amount"))
    return {customer: (number, points.get(pk, 0)) for pk, (customer, number) in numbers.items()}


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
    write(books, operations, [each for book in books for each in book.credited], are_new=True)
    Standing.objects.bulk_create(standings)
    told = [(joined(book.account), book.account.customer_id, book.account.joined_at) for book in books]
    for each in (*operations, *standings):
        if event := told_of(each, each.account.programme):
            told.append((event, each.account.customer_id, each.at))
    backfill(told, by=IMPORT)
