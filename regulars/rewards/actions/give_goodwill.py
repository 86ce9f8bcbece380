from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.checking import checked_points, checked_words
from regulars.loyalty.keys import checked_key
from regulars.loyalty.models import Programme
from regulars.rewards.budgets import approvers_of, refuse_beyond, room_of
from regulars.rewards.events import GoodwillAsked
from regulars.rewards.giving import facts_of, hand_over, tell
from regulars.rewards.models import Goodwill, Reward
from regulars.rewards.models.reward import worth_of
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@again_after_a_deadlock
@transaction.atomic
def give_goodwill(
    customer: Customer,
    *,
    programme: Programme,
    reason: str,
    by: Agent,
    points: int | None = None,
    reward: Reward | None = None,
    conversation: Conversation | None = None,
    key: str | None = None,
) -> Goodwill:
    """Make something right with points or a reward, within the agent's budget. Above what they may give alone it waits for somebody to agree.

    The same `key` is done once. Raises ValidationError("points", "reward", "reason", "key"), which says how much is left.
    """
    agent = Agent.objects.select_for_update(no_key=True).get(pk=by.pk)  # two gifts at once do not pass by one budget
    person = Customer.objects.select_for_update(no_key=True).get(pk=survivor_of(customer.pk))
    if key and (before := Goodwill.objects.filter(agent=agent, key=checked_key(key)).first()):
        is_same = (before.points, before.reward_id) == (points, reward and reward.pk)
        if not is_same or survivor_of(before.customer_id) != person.pk:
            raise refusal("key", _("This key was used for something else."), "taken")
        return before
    worth, field = _worth(programme, points, reward)
    said = checked_words(reason, longest=200, field="reason")
    if not said:
        raise refusal("reason", _("Say why: the customer reads it."), "missing")
    room = room_of(agent, programme, customer=person.pk)
    refuse_beyond(room, worth, programme=programme, field=field)
    facts = {
        "points": points,
        "reward": reward,
        "worth": worth,
        "reason": said,
        "conversation": conversation,
        "key": key or None,
    }
    goodwill = Goodwill.objects.create(
        customer=person, programme=programme, agent=agent, state=Goodwill.State.WAITING, **facts
    )
    return hand_over(goodwill, by=agent) if room.is_alone(worth) else _ask(goodwill)


def _worth(programme: Programme, points: int | None, reward: Reward | None) -> tuple[int, str]:
    """In the currency's smallest unit, and of which field it comes."""
    if (points is None) == (reward is None):
        raise refusal("points", _("Give points or a reward."), "missing")
    if reward is None:
        return worth_of(programme, checked_points(points or 0)), "points"
    if reward.programme_id != programme.pk:
        raise refusal("reward", _("This reward is of another programme."), "unknown")
    return reward.value, "reward"


def _ask(goodwill: Goodwill) -> Goodwill:
    approvers = approvers_of(goodwill)
    if not approvers:
        raise refusal(
            "reason", _("That is more than you may give alone, and there is nobody who could agree."), "nobody"
        )
    tell(goodwill, GoodwillAsked, by=goodwill.agent, approvers=[each.pk for each in approvers])
    audit(
        "goodwill.asked",
        by=goodwill.agent,
        on=f"goodwill:{goodwill.pk}",
        after=facts_of(goodwill) | {"worth": goodwill.worth},
    )
    return goodwill
