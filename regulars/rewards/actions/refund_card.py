from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib import money
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.rewards.cards import known_entry, locked_card, paid_for, write
from regulars.rewards.models import CardEntry, Claim


@again_after_a_deadlock
@transaction.atomic
def refund_card(
    card: Claim, *, amount: int, by: By, reference: str = "", key: str | None = None, at: datetime | None = None
) -> CardEntry:
    """What was paid from a gift card was refunded: so much stands on it again, never more than was paid with this `reference`.

    The same `key` refunds once. Raises ValidationError("code", "amount", "key") with a word for programs.
    """
    claim, now = locked_card(card), at or timezone.now()
    if before := known_entry(claim, key, -amount):
        return before
    if claim.state not in (Claim.State.READY, Claim.State.USED):
        raise refusal("code", _("This code was cancelled."), "cancelled")
    most = paid_for(claim, reference)
    if not 1 <= amount <= most:
        raise refusal(
            "amount",
            _("At most %s were paid from this card.") % money.said(most, claim.reward.programme.currency),
            "too_much",
        )
    return write(claim, -amount, reference=reference, key=key, by=by, at=now)
