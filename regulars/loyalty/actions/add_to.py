from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.loyalty import tiering
from regulars.loyalty.actions.take_back import earned_lot
from regulars.loyalty.book import AVAILABLE, EXPIRED, OUTSIDE, PENDING, Book
from regulars.loyalty.checking import checked_facts
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
        _put(book, operation, lot, points, at=now)
    tiering.look(book, now)
    keep(book)
    _grant_more(earned, before, after)
    earned.reckoned = earned.reckoned | {"purchase": whole.model_dump(mode="json")}
    earned.save(update_fields=["reckoned"])
    return operation


def _put(book: Book, operation: Operation, lot: Lot, points: int, *, at: datetime) -> None:
    """Where the credit itself is by now."""
    is_over = bool(lot.expires_at and lot.expires_at <= at)
    is_active = bool(lot.activates_at and lot.activates_at <= at)
    target = EXPIRED if is_over else AVAILABLE if is_active else PENDING
    lot.issued += points
    book.touch(lot)
    book.move(operation, lot, OUTSIDE, target, points)
    if target == AVAILABLE:
        book.arrive(operation, lot, at=at)


def _grant_more(earned: Operation, before: Award, after: Award) -> None:
    """What each rule gives beyond what it gave counts for its limits as if it had been given at once, and goes back with the rest."""
    had, first = before.by_rule(), {"account_id": earned.account_id, "at": earned.happened_at}
    for rule, points in after.by_rule().items():
        if (more := points - had.get(rule, 0)) > 0:
            earned.grants.update_or_create(
                rule=rule, defaults={"points": F("points") + more}, create_defaults=first | {"points": more}
            )
