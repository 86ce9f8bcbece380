from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.release import release
from regulars.loyalty.models import Hold
from regulars.rewards.events import RewardExpired
from regulars.rewards.handing import put_back, the_reward
from regulars.rewards.holding import locked, settle
from regulars.rewards.models import Claim

AT_ONCE = 50


def end_claims() -> int:
    """Codes that nobody used in time are over, and what they stood for is on the shelf again. For the worker; nothing reads worse without it.

    Returns how many were looked at.
    """
    due = _ready().filter(expires_at__lte=timezone.now()).order_by("expires_at")[:AT_ONCE]
    several = list(due.values_list("pk", "reward"))
    for number, reward in several:
        _end(number, reward)
    return len(several)


def next_due() -> datetime | None:
    return _ready().filter(expires_at__isnull=False).order_by("expires_at").values_list("expires_at", flat=True).first()


def _ready() -> QuerySet[Claim]:
    return Claim.objects.filter(state=Claim.State.READY)


@transaction.atomic
def _end(number: int, reward_id: int) -> None:
    reward, claim = the_reward(reward_id), locked(Claim(pk=number))
    if claim.state != Claim.State.READY or not claim.is_over(timezone.now()):
        return
    if claim.hold and claim.hold.state == Hold.State.OPEN:
        release(claim.hold, by=SYSTEM, at=claim.expires_at)
    put_back(reward)
    settle(claim, state=Claim.State.EXPIRED, by=SYSTEM, at=claim.expires_at, event=RewardExpired)
