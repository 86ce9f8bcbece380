"""Handing out a reward: one is taken off the shelf, and there is a claim with its code. The reward's row is locked first, then the account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.loyalty.models import Account, Hold, Operation
from regulars.rewards.codes import new_code
from regulars.rewards.events import RewardClaimed, RewardGiven
from regulars.rewards.models import Claim, PoolCode, Reward
from regulars.rewards.offering import Refused, sold_out

State = Claim.State


def the_reward(number: int) -> Reward:
    """Locked: whoever wants the same one waits."""
    return Reward.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=number)


def refuse(why: Refused | None) -> None:
    """Raises ValidationError("reward")."""
    if why:
        raise refusal("reward", why.words, why.reason)


def hand_out(
    reward: Reward,
    *,
    customer: int,
    account: Account | None,
    by: By,
    at: datetime,
    spent: Operation | None = None,
    hold: Hold | None = None,
    **facts: Any,
) -> Claim:
    """Of a reward that is locked. `spent` took its points, or `hold` has them set aside; with neither it is a present.

    Raises ValidationError("reward") when none are left.
    """
    refuse(sold_out(reward))
    if reward.stock is not None:
        reward.stock -= 1
        reward.save(update_fields=["stock"])
    value = (reward.amount or 0) if reward.kind == Reward.Kind.GIFT_CARD else 0
    claim = Claim.objects.create(
        reward=reward,
        customer_id=customer,
        account=account,
        promised=reward.promised,
        operation=spent,
        hold=hold,
        state=_first_state(reward),
        code=_code(reward),
        value=value,
        left=value,
        claimed_at=at,
        settled_at=at if reward.kind == Reward.Kind.DONATION else None,
        expires_at=_ends(reward, at, hold),
        **facts,
    )
    told: dict[str, Any] = {"claim": claim.pk, "reward": reward.pk, "name": reward.name}
    event = RewardGiven(**told) if claim.is_gift else RewardClaimed(**told, points=claim.points)
    record(event, customer=customer, by=Actor.of(by), at=at)
    return claim


def put_back(reward: Reward) -> None:
    """One more is left; a shop's own code that somebody has seen is not used again."""
    if reward.stock is not None:
        reward.stock += 1
        reward.save(update_fields=["stock"])


def _first_state(reward: Reward) -> str:
    if reward.kind == Reward.Kind.DONATION:
        return State.USED
    return State.ORDERED if reward.is_sent else State.READY


def _ends(reward: Reward, at: datetime, hold: Hold | None) -> datetime | None:
    """A card is good for good; a code as long as its points are set aside."""
    if reward.is_sent or reward.kind in (Reward.Kind.GIFT_CARD, Reward.Kind.DONATION):
        return None
    return hold.expires_at if hold else at + timedelta(days=reward.code_days)


def _code(reward: Reward) -> str:
    if not reward.is_pooled:
        return new_code()
    kept = (
        PoolCode.objects.select_for_update(skip_locked=True)
        .filter(reward=reward, is_taken=False)
        .order_by("pk")
        .first()
    )
    if kept is None:
        raise refusal("reward", _("None are left."), "sold_out")
    kept.is_taken = True
    kept.save(update_fields=["is_taken"])
    return kept.code
