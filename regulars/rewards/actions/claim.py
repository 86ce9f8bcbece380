from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.actions.capture import capture
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.keeping import family_of, survivor_of
from regulars.loyalty.keys import checked_key
from regulars.loyalty.models import Account, Operation
from regulars.rewards.choosing import learn
from regulars.rewards.handing import hand_out, refuse, the_reward
from regulars.rewards.models import Claim, Reward
from regulars.rewards.offering import why_not

A_DAY = 1440  # minutes


@again_after_a_deadlock
@transaction.atomic
def claim(
    account: Account, *, reward: Reward, by: By, address: str = "", key: str | None = None, at: datetime | None = None
) -> Claim:
    """A member takes a reward for its points. They are set aside until the code is used; of what is sent, or worth money, they are spent at once.

    The same `key` is done once. Raises ValidationError("reward", "points", "address", "key"), each with a word for programs.
    """
    reward, at = the_reward(reward.pk), at or timezone.now()
    account = _locked(account)
    if key and (before := _done_before(account, checked_key(key), reward)):
        return before
    if account.programme_id != reward.programme_id:
        raise refusal("reward", _("This reward is of another programme."), "unknown")
    refuse(why_not(reward, account, now=at))
    where = _address(reward, address)
    done = _set_aside(account, reward, by=by, at=at)
    held = done.hold if done else None
    spent = capture(held, by=by, at=at) if held and reward.is_taken_at_once else None
    known = f"{account.pk}:{key}" if key else None
    facts = {"points": reward.points, "address": where, "key": known, "cell": learn(reward, account, at=at)}
    return hand_out(
        reward, customer=account.customer_id, account=account, by=by, at=at, spent=spent, hold=held, **facts
    )


def _set_aside(account: Account, reward: Reward, *, by: By, at: datetime) -> Operation | None:
    if not reward.points:
        return None
    said = {"reason": reward.name}
    return hold(account, points=reward.points, minutes=reward.code_days * A_DAY, by=by, at=at, **said)


def _locked(account: Account) -> Account:
    """So that the same key for two rewards at once is seen, too."""
    held = Account.objects.select_for_update(of=("self",), no_key=True).select_related("customer")
    return held.get(pk=survivor_of(account.pk))


def _done_before(account: Account, key: str, reward: Reward) -> Claim | None:
    """Also by somebody who has become one with this member."""
    before = Claim.objects.filter(key__in=[f"{each}:{key}" for each in family_of(account.pk)]).first()
    if before and before.reward_id != reward.pk:
        raise refusal("key", _("This key was used for something else."), "taken")
    return before


def _address(reward: Reward, given: str) -> str:
    where = storable(given).strip()[:500] if reward.is_sent else ""
    if reward.is_sent and not where:
        raise refusal("address", _("Say where to send it."), "missing")
    return where
