from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.rewards.events import RewardShipped
from regulars.rewards.holding import locked, settle
from regulars.rewards.models import Claim


@transaction.atomic
def ship(claim: Claim, *, by: By, tracking: str = "", at: datetime | None = None) -> Claim:
    """A reward has left the house; `tracking` is what its carrier calls the parcel. Harmless twice. Raises ValidationError("claim")."""
    claim = locked(claim)
    if claim.state == Claim.State.SHIPPED:
        return claim
    if claim.state != Claim.State.ORDERED:
        raise refusal("claim", _("There is nothing to send any more."), "settled")
    claim.tracking = one_line(storable(tracking), limit=200)
    return settle(claim, state=Claim.State.SHIPPED, by=by, at=at or timezone.now(), event=RewardShipped, is_end=False)
