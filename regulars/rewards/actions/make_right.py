from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import By, agent_of
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.give_points import give_points
from regulars.loyalty.models import Operation, Programme
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.actions.give_reward import give_reward
from regulars.rewards.models import Claim, Goodwill, Reward


@transaction.atomic
def make_right(
    customer: Customer,
    *,
    reason: str,
    by: By,
    programme: Programme | None = None,
    points: int | None = None,
    reward: Reward | None = None,
) -> Goodwill | Operation | Claim:
    """Give points of a programme, or a reward: an agent as goodwill, within their budget; a rule, which was made by somebody who may, at once.

    For rules, macros and programs. Raises ValidationError("points", "reward", "reason", "member").
    """
    of = reward.programme if reward else programme
    if of is None:
        raise refusal("points", _("Give points or a reward."), "missing")
    if (agent := agent_of(by)) is not None:
        return give_goodwill(
            customer, programme=of, points=None if reward else points, reward=reward, reason=reason, by=agent
        )
    if reward is not None:
        return give_reward(customer, reward=reward, reason=reason, by=by)
    return give_points(customer, programme=of, points=points or 0, reason=reason, by=by)
