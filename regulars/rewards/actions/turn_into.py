from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.queries import of_customer, statement
from regulars.rewards.actions.claim import claim
from regulars.rewards.models import Claim, Reward
from regulars.rewards.offering import why_not

MOST = 20  # at once


@again_after_a_deadlock
@transaction.atomic
def turn_into(customer: Customer, *, reward: Reward, by: By) -> list[Claim]:
    """Turn a member's points into a reward, as often as they are enough: a voucher for each 200 points, by itself. At most 20 times: what is
    left waits until it is asked again.

    Nothing while there are too few, and for whom the reward is not meant. Raises ValidationError("reward") of one that costs nothing, or has
    to be sent.
    """
    if not reward.points or reward.is_sent:
        raise refusal("reward", _("Choose one that costs points and is not sent."))
    theirs = of_customer(survivor_of(customer.pk))
    account = next((each for each in theirs if each.programme_id == reward.programme_id), None)
    claims: list[Claim] = []
    while account and len(claims) < MOST and statement(account).available >= reward.points:
        if why_not(reward, account, now=timezone.now()):
            break
        claims.append(claim(account, reward=reward, by=by))
        account.refresh_from_db()
        reward.refresh_from_db()
    return claims
