from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib import money
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.rewards.cards import known_entry, locked_card, write
from regulars.rewards.holding import refuse_unless_ready
from regulars.rewards.models import CardEntry, Claim


@again_after_a_deadlock
@transaction.atomic
def spend_card(
    card: Claim, *, amount: int, by: By, reference: str = "", key: str | None = None, at: datetime | None = None
) -> CardEntry:
    """Pay so much from a gift card, in the currency's smallest unit; what is left stays on it. The same `key` pays once.

    Raises ValidationError("code", "amount", "key") with a word for programs.
    """
    claim, now = locked_card(card), at or timezone.now()
    if before := known_entry(claim, key, amount):
        return before
    refuse_unless_ready(claim, now)
    if amount < 1:
        raise refusal("amount", _("Write an amount, such as 12.30."))
    if amount > claim.left:
        there = money.said(claim.left, claim.reward.programme.currency)
        raise refusal("amount", _("There is %s on this card.") % there, "not_enough")
    return write(claim, amount, reference=reference, key=key, by=by, at=now)
