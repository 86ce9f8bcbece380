"""Whether there is a draw for somebody at all, and which prizes can come of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Sum

from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer
from regulars.experiments.holding import is_held
from regulars.loyalty.models import Account
from regulars.loyalty.periods import start_of
from regulars.rewards.models import Reward
from regulars.rewards.offering import sold_out
from regulars.surprises.models import Draw, Prize, Surprise

PURPOSES = ("profiling", "surprises")
A_DAY = timedelta(days=1)
WhyNot = Draw.WhyNot


def why_not(surprise: Surprise, customer: Customer, account: Account | None, *, by: By, at: datetime) -> str:
    """The first reason against a draw; nothing when there is none."""
    if not surprise.is_open:
        return WhyNot.CLOSED
    if account is None or account.status != Account.Status.ACTIVE:
        return WhyNot.NO_MEMBER
    if objects(customer.pk):
        return WhyNot.OBJECTS
    if is_held(customer):
        return WhyNot.HELD
    drawn = Draw.objects.filter(why_not="")
    theirs = drawn.filter(customer=customer, surprise__programme=surprise.programme_id)
    if theirs.filter(at__gt=at - timedelta(days=surprise.member_days)).exists():
        return WhyNot.TOO_SOON
    agent = agent_of(by)
    today = drawn.filter(surprise=surprise, by=str(Actor.of(by)), at__gt=at - A_DAY) if agent else drawn.none()
    return WhyNot.AGENT if today.count() >= surprise.agent_most else ""


def objects(customer: int) -> bool:
    """Whether they took back, or refused, that we profile them or surprise them."""
    said = consents_of(customer).items()
    return any(purpose in PURPOSES and each.state == Consent.State.WITHDRAWN for (_channel, purpose), each in said)


def chances_now(surprise: Surprise, *, at: datetime) -> list[list[int]]:
    """Of the prizes that are left and within what is left of the budget. The others' chances are nothing's."""
    left = surprise.budget - spent(surprise, at=at)
    named = Reward.objects.filter(pk__in=surprise.prizes.filter(is_gone=False).values("reward"))
    rewards = {each.pk: each for each in named.select_for_update(no_key=True).order_by("pk")}  # the last one is ours
    prizes = list(surprise.prizes.filter(is_gone=False).order_by("pk"))
    for each in prizes:
        each.reward = rewards.get(each.reward_id)
        if each.reward:
            each.reward.programme = surprise.programme  # whose terms are read once
    return [[each.pk, each.chance] for each in prizes if _is_there(each) and each.worth <= left]


def spent(surprise: Surprise, *, at: datetime) -> int:
    """In points, in the period that this is in."""
    drawn = surprise.draws.filter(prize__isnull=False)
    if surprise.every != Surprise.Every.EVER:
        clock = surprise.programme.clock
        drawn = drawn.filter(at__gte=start_of(at, surprise.every, clock.zone, begins=clock.year_begins))  # type: ignore[arg-type]
    return drawn.aggregate(worth=Sum("worth"))["worth"] or 0


def _is_there(prize: Prize) -> bool:
    reward = prize.reward
    return prize.stock != 0 and (reward is None or (reward.is_on and sold_out(reward) is None))
