"""Rewards that are offered, and those that somebody has."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone

from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement
from regulars.rewards.codes import read
from regulars.rewards.models import Claim, Reward
from regulars.rewards.offering import Reason, Refused, too_few, why_not

HIDDEN = (Reason.NOT_FOR_THEM, Reason.OFF, Reason.NOT_YET, Reason.OVER)  # of these nobody is told


class Offered(NamedTuple):
    """A reward as one member sees it."""

    reward: Reward
    refused: Refused | None


def catalogue(said: Statement, *, now: datetime | None = None) -> list[Offered]:
    """What a member may have, the cheapest first, and what they might with more points or in another tier."""
    at = now or timezone.now()
    several = list(Reward.objects.offered(at).filter(programme=said.account.programme_id).order_by("points", "pk"))
    for each in several:
        each.programme = said.account.programme  # whose terms are read once
    offered = [_offered(each, said, at) for each in several]
    return [each for each in offered if not each.refused or each.refused.reason not in HIDDEN]


def _offered(reward: Reward, said: Statement, now: datetime) -> Offered:
    return Offered(reward, why_not(reward, said.account, now=now, tier=said.tier) or too_few(reward, said.available))


def claims_of(customer_id: int) -> QuerySet[Claim]:
    """The newest first."""
    return Claim.objects.filter(customer=customer_id).select_related("reward__programme", "customer").order_by("-pk")


def claims(*, state: str = "") -> QuerySet[Claim]:
    """Of everybody, the newest first; those to be sent, the oldest."""
    found = Claim.objects.select_related("reward__programme", "customer")
    found = found.filter(state=state) if state else found
    return found.order_by("pk" if state == Claim.State.ORDERED else "-pk")


def numbers_of_claims() -> dict[str, int]:
    return dict(Claim.objects.values_list("state").annotate(Count("pk")).order_by())


def by_code(written: str) -> Claim | None:
    """Whose code it is, however it was typed."""
    found = Claim.objects.filter(code__in=read(written)).select_related("reward__programme", "customer", "account")
    return found.first()


def held_by(account: Account) -> QuerySet[Claim]:
    """What a member has and has not used yet."""
    return claims_of(account.customer_id).filter(state=Claim.State.READY)
