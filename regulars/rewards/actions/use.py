from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.rewards.events import RewardUsed
from regulars.rewards.holding import locked, refuse_unless_ready, settle, take_points
from regulars.rewards.models import Claim


@again_after_a_deadlock
@transaction.atomic
def use(claim: Claim, *, by: By, reference: str = "", order: int | None = None, at: datetime | None = None) -> Claim:
    """The code was shown or typed: what was set aside for it is spent. Harmless twice with the same `reference`.

    `order` is what is bought with it, in the currency's smallest unit. Raises ValidationError("code") with a word for programs.
    """
    claim, now = locked(claim), at or timezone.now()
    reference = one_line(storable(reference), limit=120)
    if claim.state == Claim.State.USED and reference and claim.reference == reference:
        return claim
    refuse_unless_ready(claim, now, order=order)
    if claim.is_card:
        raise refusal("code", _("Say how much to take from the card."), "amount")
    take_points(claim, by=by, at=now)
    claim.reference = reference
    return settle(claim, state=Claim.State.USED, by=by, at=now, event=RewardUsed)
