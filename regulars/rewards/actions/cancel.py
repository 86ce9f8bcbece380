from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.release import release
from regulars.loyalty.models import Hold
from regulars.rewards.events import RewardCancelled
from regulars.rewards.handing import put_back, the_reward
from regulars.rewards.holding import locked, settle
from regulars.rewards.models import Claim

THEIRS = (Claim.State.READY, Claim.State.ORDERED)  # that a customer may still give back themselves


@again_after_a_deadlock
@transaction.atomic
def cancel(claim: Claim, *, by: By, reason: str = "", at: datetime | None = None) -> Claim:
    """Take a reward back. Its points return to the credits that they came from, with their dates, and it is on the shelf again.

    Harmless twice. Raises ValidationError("claim") where it is too late for that.
    """
    now, reward = at or timezone.now(), the_reward(claim.reward_id)
    claim = locked(claim)
    if claim.state == Claim.State.CANCELLED:
        return claim
    _refuse(claim, now, by)
    if claim.operation_id and claim.account:
        give_back(claim.account, redeemed=claim.operation, by=by, at=now, reason=claim.promise("name")[:200])
    elif claim.hold and claim.hold.state == Hold.State.OPEN:
        release(claim.hold, by=by, at=now)
    put_back(reward)
    claim.reason = one_line(storable(reason), limit=200) or claim.reason
    claim.left = 0
    return settle(claim, state=Claim.State.CANCELLED, by=by, at=now, event=RewardCancelled, points=claim.points)


def _refuse(claim: Claim, now: datetime, by: By) -> None:
    if claim.state == Claim.State.EXPIRED or (claim.state == Claim.State.READY and claim.is_over(now)):
        raise refusal("claim", _("It was not used in time, and is over."), "expired")
    if claim.is_card and claim.left != claim.value:
        raise refusal("claim", _("Something was paid from this card already."), "used")
    is_theirs = isinstance(by, Actor) and by.kind == "customer"
    if is_theirs and (claim.state not in THEIRS or claim.reward.is_pooled):
        raise refusal("claim", _("It is too late to give it back. Write to us."), "too_late")
