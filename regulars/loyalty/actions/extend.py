from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty.checking import checked_facts
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Operation


@once(Operation.Kind.EXTEND)
@transaction.atomic
def extend(
    account: Account,
    *,
    until: datetime,
    by: By,
    lots: Collection[int] = (),
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """Let points that are not over yet last until then, if they would be over before: all of them, or those of the credits named.

    What is over stays over. The operation keeps how it was. Raises ValidationError("until", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened)
    now = book.now(happened)
    alive = [lot for lot in book.lots if lot.pending or lot.available or lot.held]
    sooner = [lot for lot in alive if lot.expires_at and now < lot.expires_at < until]
    chosen = [lot for lot in sooner if not lots or lot.pk in lots]
    if not chosen:
        raise refusal("until", _("There are no points that would be over before that."))
    amount = sum(lot.pending + lot.available + lot.held for lot in chosen)
    before = {str(lot.pk): lot.expires_at.isoformat() for lot in chosen}
    said = checked_facts(at=happened, key=key, reason=reason)
    said["reckoned"] = {"before": before, "until": until.isoformat()}
    with book.doing(Operation.Kind.EXTEND, amount=amount, at=now, by=Actor.of(by), **said) as operation:
        for lot in chosen:
            lot.expires_at = until
            book.touch(lot)
    keep(book)
    return operation
