from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.loyalty import tiering
from regulars.loyalty.book import SPENT, Book
from regulars.loyalty.checking import checked_facts, opened_to_spend
from regulars.loyalty.keeping import keep
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Operation


@once(Operation.Kind.REDEEM)
@transaction.atomic
def redeem(
    account: Account,
    *,
    points: int,
    by: By,
    at: datetime | None = None,
    reason: str = "",
    reference: str = "",
    key: Key | None = None,
) -> Operation:
    """Spend points at once: those that expire first go first. `hold` and `capture` do it in two steps.

    Raises ValidationError("points", "member", "key").
    """
    happened = at or timezone.now()
    book = opened_to_spend(account, points, at=happened)
    said = checked_facts(at=happened, key=key, reason=reason, reference=reference)
    now = book.now(happened)
    with book.doing(Operation.Kind.REDEEM, amount=points, at=now, by=Actor.of(by), **said) as operation:
        book.burn(operation, points, SPENT)
    spent(book, now)
    keep(book)
    return operation


def spent(book: Book, at: datetime) -> None:
    """What follows where points were spent."""
    if book.terms.inactivity and "redeem" in book.terms.inactivity.kept_by:
        book.keep_alive(at)
    tiering.look(book, at)
