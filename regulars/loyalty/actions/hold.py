from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.loyalty.book import HELD
from regulars.loyalty.checking import checked_facts, checked_points, opened_to_spend
from regulars.loyalty.keeping import keep
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Hold, Operation

A_YEAR = 525_600  # minutes


@once(Operation.Kind.HOLD)
@transaction.atomic
def hold(
    account: Account,
    *,
    points: int,
    by: By,
    minutes: int | None = None,
    at: datetime | None = None,
    reason: str = "",
    reference: str = "",
    key: Key | None = None,
) -> Operation:
    """Reserve points for something that is about to be bought: nobody else spends them until `capture`, `release`, or so many minutes.

    What is reserved is in the operation's `hold`. Raises ValidationError("points", "minutes", "member", "key").
    """
    happened = at or timezone.now()
    book = opened_to_spend(account, points, at=happened)
    lasts = book.terms.hold_minutes if minutes is None else checked_points(minutes, most=A_YEAR, field="minutes")
    said = checked_facts(at=happened, key=key, reason=reason, reference=reference)
    now = book.now(happened)
    with book.doing(Operation.Kind.HOLD, amount=points, at=now, by=Actor.of(by), **said) as operation:
        book.burn(operation, points, HELD)
    keep(book)
    ends = now + timedelta(minutes=lasts)
    Hold.objects.create(account=book.account, operation=operation, amount=points, expires_at=ends)
    if not book.account.due_at or ends < book.account.due_at:
        Account.objects.filter(pk=book.account.pk).update(due_at=ends)
    return operation
