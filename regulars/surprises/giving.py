"""Points that count for no tier, or a reward as a present; and how points are taken back."""

from __future__ import annotations

from datetime import datetime

from regulars.customers.actor import SYSTEM, By
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Operation
from regulars.rewards.handing import hand_out, the_reward
from regulars.rewards.models import Claim, Reward


def give_points(account: Account, points: int, *, key: str, reason: str, by: By, at: datetime) -> Operation:
    said = {"points": points, "qualifying": 0, "reason": reason[:200], "key": key}
    return earn(account, at=at, activates_at=at, may_move=False, by=by, **said)


def give_reward(account: Account, reward: Reward, *, reason: str, by: By, at: datetime) -> Claim:
    """Raises ValidationError("reward") when none are left."""
    said = {"is_gift": True, "reason": reason[:200]}
    return hand_out(the_reward(reward.pk), customer=account.customer_id, account=account, by=by, at=at, **said)


def take_points(gain: Operation, *, reason: str, at: datetime) -> None:
    take_back(gain.account, earned=gain, at=at, reason=reason, key=f"back {gain.pk}", by=SYSTEM)
