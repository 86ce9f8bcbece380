from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.loyalty import tiering
from regulars.loyalty.actions.take_back import earned_lot
from regulars.loyalty.apart import parts_apart, set_apart
from regulars.loyalty.book import OUTSIDE, Book
from regulars.loyalty.carrying import carry
from regulars.loyalty.checking import checked_facts
from regulars.loyalty.dating import bucket_of
from regulars.loyalty.earning import Award, award, bought
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.models import Account, Lot, Operation
from regulars.loyalty.purchases import Purchase


@again_after_a_deadlock
@transaction.atomic
def add_to(
    account: Account, *, earned: Operation, whole: Purchase, by: By, at: datetime | None = None, reason: str = ""
) -> Operation:
    """More was bought with a purchase that has earned already: the `whole` of it gives what it would have given at once, with the same
    dates, and goes back as one. Harmless twice.

    Returns what was done, or the earning itself. Raises ValidationError("earned").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened, about=earned)
    lot = earned_lot(book, earned)
    earned.refresh_from_db(fields=["reckoned"])
    if not earned.reckoned or whole.spend <= lot.spend:
        return earned
    before, after = award(bought(earned.reckoned, lot.spend), earned.reckoned), award(whole, earned.reckoned)
    said = {"of": earned, "spend": whole.spend - lot.spend}
    said |= checked_facts(at=happened, key=None, reason=reason, reference=earned.reference)
    now, points = book.now(happened), max(0, after.points - before.points)
    with book.doing(Operation.Kind.EARN, amount=points, at=now, by=Actor.of(by), **said) as operation:
        lot.spend = whole.spend
        lot.qualifies += max(0, after.qualifying - before.qualifying)
        _count(lot, before, after)
        _put(book, operation, lot, points, at=now)
        when = {name: getattr(lot, name) for name in ("activates_at", "expires_at", "lasts")}
        more = _more(before, after, points)
        set_apart(
            book,
            operation,
            lot,
            tuple(parts_apart(more, earned.reckoned, when, at=earned.happened_at, programme=book.programme)),
            at=now,
        )
    tiering.look(book, now)
    carry(book, earned, lot, after)
    keep(book)
    _grant_more(earned, before, after)
    earned.reckoned = earned.reckoned | {"purchase": whole.model_dump(mode="json")}
    earned.save(update_fields=["reckoned"])
    return operation


def _put(book: Book, operation: Operation, lot: Lot, points: int, *, at: datetime) -> None:
    """Where the credit itself is by now."""
    lot.issued += points
    book.touch(lot)
    book.move(operation, lot, OUTSIDE, bucket_of(vars(lot), at), points)


def _count(lot: Lot, before: Award, after: Award) -> None:
    for name, many in after.counters.items():
        counts, back = (lot.counts or {}).get(name, (0, 0))
        more = max(0, many - before.counters.get(name, 0))
        lot.counts = (lot.counts or {}) | {name: (counts + more, back)}


def _more(before: Award, after: Award, points: int) -> Award:
    """What each rule gives beyond what it gave."""
    had = before.by_rule()
    parts = [{"rule": rule, "points": many - had.get(rule, 0)} for rule, many in after.by_rule().items()]
    return Award(points, tuple(parts))


def _grant_more(earned: Operation, before: Award, after: Award) -> None:
    """What each rule gives beyond what it gave counts for its limits as if it had been given at once, and goes back with the rest."""
    had, first = before.by_rule(), {"account_id": earned.account_id, "at": earned.happened_at}
    for rule, points in after.by_rule().items():
        if (more := points - had.get(rule, 0)) > 0:
            earned.grants.update_or_create(
                rule=rule, defaults={"points": F("points") + more}, create_defaults=first | {"points": more}
            )
