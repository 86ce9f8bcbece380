from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.refusal import refusal
from regulars.rewards.events import RewardDelivered
from regulars.rewards.holding import locked, settle
from regulars.rewards.models import Claim


@transaction.atomic
def deliver(claim: Claim, *, by: By, at: datetime | None = None) -> Claim:
    """A reward has arrived, or was handed over in the shop. Harmless twice. Raises ValidationError("claim")."""
    claim = locked(claim)
    if claim.state == Claim.State.DELIVERED:
        return claim
    if claim.state not in (Claim.State.ORDERED, Claim.State.SHIPPED):
        raise refusal("claim", _("This reward is not on its way."), "settled")
    return settle(claim, state=Claim.State.DELIVERED, by=by, at=at or timezone.now(), event=RewardDelivered)
