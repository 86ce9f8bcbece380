from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.checking import checked_words
from regulars.loyalty.models import Account
from regulars.rewards.handing import hand_out, the_reward
from regulars.rewards.models import Claim, Reward


@again_after_a_deadlock
@transaction.atomic
def give_reward(customer: Customer, *, reward: Reward, reason: str, by: By) -> Claim:
    """Give a customer a reward for no points, for a reason that they read. They need not be a member, nor be of those it is offered to.

    Raises ValidationError("reward", "reason").
    """
    said = checked_words(reason, longest=200, field="reason")
    if not said:
        raise refusal("reason", _("Say why: the customer reads it."), "missing")
    kept, person = the_reward(reward.pk), survivor_of(customer.pk)
    if not kept.is_on:
        raise refusal("reward", _("It is not on offer."), "off")
    account = Account.objects.open().filter(customer=person, programme=kept.programme).order_by("pk").first()
    return hand_out(kept, customer=person, account=account, by=by, at=timezone.now(), is_gift=True, reason=said)
