"""Books are opened and kept here: the account is locked first, and whoever asks meanwhile waits."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.timeline import record
from regulars.lib.gathering import gathered
from regulars.lib.question import Among, Question
from regulars.loyalty.book import HELD, Book
from regulars.loyalty.events import told_of
from regulars.loyalty.falling_due import settle
from regulars.loyalty.models import Account, Entry, Hold, Lot, Operation, Programme, Standing
from regulars.loyalty.used_up import about_and_alive, add_used_up
from regulars.loyalty.writing import write

ALIVE = Q(pending__gt=0) | Q(available__gt=0) | Q(held__gt=0)
_alive = Question(lambda numbers: Lot.objects.filter(ALIVE, Among("account", numbers)), numbers=list)
_all = Question(lambda numbers: Lot.objects.filter(Among("account", numbers)), numbers=list)
_lock = Question(
    lambda numbers: (
        Account.objects.select_for_update(no_key=True, of=("self",))
        .select_related("programme")
        .filter(Among("pk", numbers))
        .order_by("pk")
    ),
    numbers=list,
)
_look = Question(lambda number: Account.objects.select_related("programme").filter(pk=number), number=int)
_programme = Question(lambda number: Programme.objects.filter(pk=number), number=int)


def programme_of(number: int) -> Programme:
    """With its terms read once for each version."""
    return _as_read(_programme(number=number)[0])


def _as_read(row: Programme) -> Programme:
    return _read(row.pk, json.dumps([row.name, row.one, row.many, row.currency, row.time_zone, row.version, row.terms]))


@lru_cache(maxsize=64)
def _read(number: int, _all_that_is_said: str) -> Programme:
    return Programme.objects.get(pk=number)


def opened(
    *accounts: int,
    at: datetime | None = None,
    is_light: bool = False,
    about: Operation | None = None,
    with_old: bool = False,
) -> list[Book]:
    """The books of these members, locked until the transaction ends, in the order given, kept up to `at`.

    `is_light` says that credits are looked at only where time or a debt makes it needed. Of those that are used up, `about` brings what
    this earning or redemption was about, what has become of it, and what has paid a debt; `with_old` brings all.
    """
    rows = {row.pk: row for row in _lock(numbers=sorted(set(accounts)))}
    if any(row.merged_into_id for row in rows.values()):  # they go on elsewhere
        followed = [survivor_of(number) for number in accounts]
        return opened(*followed, at=at, is_light=is_light, about=about, with_old=with_old)
    for row in rows.values():
        row.programme = _as_read(row.programme)
    light = {pk for pk, row in rows.items() if is_light and not _needs_credits(row, at)}
    heavy = [row for pk, row in rows.items() if pk not in light]
    books = {book.account.pk: book for book in _with_credits(heavy, about=about, with_old=with_old)} | {
        pk: Book(rows[pk], is_whole=False) for pk in light
    }
    for book in books.values():
        if book.is_whole and at:
            settle(book, book.now(at))
    return [books[pk] for pk in accounts]


def _know_programmes(accounts: Collection[Account]) -> None:
    known = {number: programme_of(number) for number in {row.programme_id for row in accounts}}
    for row in accounts:
        row.programme = known[row.programme_id]


def as_written(number: int) -> Account:
    """A member, for reading, with their programme; of one who was joined with another, whom they go on as. Raises DoesNotExist."""
    account = _look.first(number=number)
    if account is None:
        raise Account.DoesNotExist
    if account.merged_into_id:
        return as_written(survivor_of(number))
    account.programme = _as_read(account.programme)
    return account


def book_of(account: Account) -> Book:
    """The book of somebody `as_written`, for reading."""
    return _with_credits([account])[0]


def with_credits(accounts: Sequence[Account], *, with_old: bool = False) -> list[Book]:
    """The books as they are written, for reading; or for writing, if the accounts are locked."""
    _know_programmes(accounts)
    return _with_credits(accounts, with_old=with_old)


def _with_credits(accounts: Sequence[Account], *, about: Operation | None = None, with_old: bool = False) -> list[Book]:
    if not accounts:
        return []
    books = {row.pk: Book(row) for row in accounts}
    years = [row.pk for row in accounts if with_old or row.programme.promised.tiers.counts_years]
    numbers, with_old = list(books), with_old or any(row.programme.promised.tiers.needs_each for row in accounts)
    credits = (
        _all(numbers=numbers) if with_old else about_and_alive(numbers, about) if about else _alive(numbers=numbers)
    )
    for lot in sorted(credits, key=lambda lot: lot.pk):
        books[lot.account_id].lots.append(lot)
    if not with_old:
        add_used_up([book for book in books.values() if _counts(book.account)])
    for standing in Standing.objects.filter(account__in=years).order_by("at", "pk") if years else ():
        books[standing.account_id].stood.append(standing)
    holding = [row.pk for row in accounts if row.held]
    for hold in Hold.objects.filter(account__in=holding, state=Hold.State.OPEN).order_by("pk") if holding else ():
        books[hold.account_id].holds.append(hold)
    _allocate([book for book in books.values() if book.holds])
    return list(books.values())


def _allocate(books: Sequence[Book]) -> None:
    """From which credits the points of open holds were taken."""
    holds = {hold.operation_id: (book, hold) for book in books for hold in book.holds}
    lots = {lot.pk: lot for book in books for lot in book.lots}
    for entry in Entry.objects.filter(operation__in=holds, target=HELD).order_by("pk") if holds else ():
        book, hold = holds[entry.operation_id]
        book.allocations.setdefault(hold.pk, []).append((lots[entry.lot_id], entry.amount))


def _counts(account: Account) -> bool:
    """Whether it takes credits, and what those that are used up count, to say in which tier somebody is."""
    tiers = account.programme.promised.tiers
    return bool(tiers.levels) and tiers.basis != "balance"


def _needs_credits(account: Account, at: datetime | None) -> bool:
    is_due = account.due_at and at and account.due_at <= max(at, account.clock or at)
    tiers = account.programme.promised.tiers
    is_top = tiers.rank(account.own_tier) == len(tiers.levels) - 1 and tiers.keeps != "follows"
    may_rise = (_counts(account) or tiers.keep_points) and not is_top
    return bool(is_due or account.debt or account.is_in_grace or may_rise)


def survivor_of(number: int) -> int:
    """Where a member goes on who was joined with another one."""
    while into := Account.objects.filter(pk=number).values_list("merged_into", flat=True).first():
        number = into
    return number


def family_of(number: int) -> set[int]:
    """An account, and all that were joined into it."""
    family, more = {number}, [number]
    while more:
        more = list(Account.objects.filter(merged_into__in=more).values_list("pk", flat=True))
        family |= set(more)
    return family


def keep(*books: Book) -> None:
    """Write what was done, and tell the timelines of it. Raises Repeated when a key was used before."""
    operations = [each for book in books for each in book.operations]
    credited = [each for book in books for each in book.credited]
    write(books, operations, credited)
    _keep_holds([each for book in books for each in book.holds if each.is_touched])
    standings = [each for book in books for each in book.standings]
    if standings:
        Standing.objects.bulk_create(standings)
    with gathered():
        for book in books:
            for each in (*book.operations, *book.standings):
                if event := told_of(each, book.programme):
                    by = SYSTEM if isinstance(each, Standing) else Actor.read(each.by)
                    record(event, customer=book.account.customer_id, by=by, at=each.at)


def _keep_holds(holds: Sequence[Hold]) -> None:
    if holds:
        Hold.objects.bulk_update(holds, ["state", "captured"])
