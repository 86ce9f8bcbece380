from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty import falling_due
from regulars.loyalty.holding import open_hold
from regulars.loyalty.keeping import keep
from regulars.loyalty.models import Hold, Operation


@again_after_a_deadlock
@transaction.atomic
def release(held: Hold, *, by: By, at: datetime | None = None) -> Operation:
    """Let reserved points go back to the credits that they came from. Harmless twice.

    Raises ValidationError("hold") when they were captured: `give_back` returns those.
    """
    happened = at or timezone.now()
    book, kept = open_hold(held, at=happened)
    if kept.state == Hold.State.CAPTURED:
        raise refusal("hold", _("These points were redeemed. Give them back instead."), "captured")
    if kept.state == Hold.State.RELEASED:
        return Operation.objects.get(of=kept.operation_id, kind=Operation.Kind.RELEASE)
    operation = falling_due.release(
        book, kept, kept.amount, at=book.now(happened), by=Actor.of(by), happened_at=happened
    )
    kept.end(Hold.State.RELEASED)
    keep(book)
    return operation
