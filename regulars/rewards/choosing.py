"""Which reward we put before somebody, and why: a ladder that stays light.

0 what they may have, that does not cost us more than its points, and that they did not have lately. 1 what is popular in their
cell, as far as its few claims say more than those of all (shrinkage). 2 what goes together with what they bought or claimed.
3 among the best six, by drawing as often as each has proven itself there (Thompson), so that new ones get their chance. The choice stays
for two weeks. Who objects to being profiled sees what is popular with all, and nothing is kept about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import NamedTuple

from django.utils import timezone

from regulars.customers.consents import consents_of
from regulars.customers.models import Consent
from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement
from regulars.rewards.cells import cell_of
from regulars.rewards.models import Reward, Suggestion
from regulars.rewards.models.reward import worth_of
from regulars.rewards.offering import Reason
from regulars.rewards.queries import Offered, claims_of
from regulars.rewards.tastes import Popularity, Tried, popularity, together, tried

STAYS, LATELY = timedelta(days=14), timedelta(days=30)
ARMS = 6
SHRINKAGE = 20  # claims of a cell that weigh as much as what is known of all
PRIOR = 10  # showings that the first two steps are worth in the third
EACH = 0.01  # of all choices go to each arm by chance, so that none is forgotten
PROFILING = "profiling"  # the purpose of a consent
Why = Suggestion.Why


class Arm(NamedTuple):
    """A reward with what speaks for it, each from 0 to 1."""

    reward: Reward
    popular: float
    together: float
    tried: Tried
    is_of_cell: bool

    @property
    def score(self) -> float:
        return max(self.popular, self.together)


def suggestion_for(
    said: Statement, offered: Sequence[Offered], *, now: datetime | None = None, draw: Random | None = None
) -> Suggestion | None:
    """The same as before, as long as it holds; else a new choice, if there is anything to choose from."""
    at, customer = now or timezone.now(), said.account.customer_id
    several = candidates(offered, customer=customer, now=at)
    if not several:
        return None
    if objects(customer):
        counts = popularity([each.pk for each in several], cell="", now=at).of_all
        return Suggestion(reward=max(several, key=lambda each: counts.get(each.pk, 0)), why=Why.POPULAR)
    kept = Suggestion.objects.filter(customer=customer, ends_at__gt=at, claimed_at=None).order_by("-pk").first()
    if kept and kept.reward_id in {each.pk for each in several}:
        return kept
    cell = cell_of(said.account, now=at)
    chosen = choose(_arms(several, cell, customer, at), draw=draw or SystemRandom())
    return Suggestion.objects.create(
        customer_id=customer, reward=chosen.reward, why=why_of(chosen), cell=cell, at=at, ends_at=at + STAYS
    )


def candidates(offered: Sequence[Offered], *, customer: int, now: datetime) -> list[Reward]:
    """What they may have now; if that is nothing, what only wants more points."""
    lately = set(claims_of(customer).filter(claimed_at__gt=now - LATELY).values_list("reward", flat=True))
    fit = [each for each in offered if each.reward.pk not in lately and is_worth_it(each.reward)]
    ready = [each.reward for each in fit if each.refused is None]
    return ready or [each.reward for each in fit if each.refused and each.refused.reason == Reason.NOT_ENOUGH][:1]


def is_worth_it(reward: Reward) -> bool:
    """It costs us no more than its points are worth: such a one we offer, but do not praise."""
    return reward.cost is None or reward.cost <= worth_of(reward.programme, reward.points)


def objects(customer: int) -> bool:
    """Whether they do not want to be profiled, wherever they said so."""
    return bool(objections(customer))


def objections(customer: int) -> list[str]:
    """The channels on which they said that they do not want to be profiled."""
    known = consents_of(customer).items()
    withdrawn = Consent.State.WITHDRAWN
    return [channel for (channel, purpose), said in known if purpose == PROFILING and said.state == withdrawn]


def choose(arms: Sequence[Arm], *, draw: Random) -> Arm:
    """Thompson sampling: each of the best draws from what is believed of it, and the highest wins."""
    best = sorted(arms, key=lambda each: each.score, reverse=True)[:ARMS]
    if draw.random() < EACH * len(best):
        return draw.choice(best)
    return max(best, key=lambda each: draw.betavariate(*belief(each)))


def belief(arm: Arm) -> tuple[float, float]:
    """Of how likely it is claimed when it is shown: what is known of it beforehand counts as a few showings."""
    return 1 + arm.tried.claimed + PRIOR * arm.score, 1 + arm.tried.shown - arm.tried.claimed + PRIOR * (1 - arm.score)


def why_of(arm: Arm) -> str:
    """What spoke for it most."""
    if arm.together and arm.together >= arm.popular:
        return Why.TOGETHER
    if arm.popular:
        return Why.ALIKE if arm.is_of_cell else Why.POPULAR
    return Why.TRIED


def shrunk(counts: Popularity) -> dict[int, float]:
    """Each reward's share of the claims in the cell, drawn towards its share of all."""
    all_claims, of_cell = sum(counts.of_all.values()), sum(counts.in_cell.values())
    return {
        reward: (counts.in_cell[reward] + SHRINKAGE * many / all_claims) / (of_cell + SHRINKAGE)
        for reward, many in counts.of_all.items()
    }


def learn(reward: Reward, account: Account, *, at: datetime) -> str:
    """Whoever claims what was put before them says that it was a good choice. Returns the cell in which they did; none, if they object."""
    if objects(account.customer_id):
        return ""
    open_to = Suggestion.objects.filter(
        customer=account.customer_id, reward=reward, claimed_at=None, at__gt=at - LATELY
    )
    open_to.update(claimed_at=at)
    return cell_of(account, now=at)


def _arms(several: Sequence[Reward], cell: str, customer: int, now: datetime) -> list[Arm]:
    numbers = [each.pk for each in several]
    counts = popularity(numbers, cell=cell, now=now)
    popular, close, before = shrunk(counts), together(customer, numbers, now=now), tried(numbers, cell=cell, now=now)
    return [
        Arm(
            each,
            popular.get(each.pk, 0.0),
            close.get(each.pk, 0.0),
            before.get(each.pk, Tried()),
            bool(counts.in_cell.get(each.pk)),
        )
        for each in several
    ]
