from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.customers.models import Customer
from regulars.customers.timeline import follows_if, on_request
from regulars.loyalty.events import UP, PointsEarned, TierChanged
from regulars.loyalty.keeping import survivor_of
from regulars.loyalty.models import Account
from regulars.outreach.notices import spoken_to, tell
from regulars.rewards.events import RewardGiven
from regulars.rewards.models import Claim

NEWS = timedelta(days=3)


def tell_member(event: PointsEarned | TierChanged, *, customer: Customer) -> None:
    """Send the member word of it, where their programme wants that: once, however often this is asked."""
    account = Account.objects.select_related("customer", "programme").get(pk=survivor_of(event.member))
    if isinstance(event, TierChanged):
        return _tell_tier(account, event)
    with spoken_to(account.customer):
        facts = {"points": account.programme.said(event.points)}
    tell(account, word="earned", key=f"earned:{event.operation}", facts=facts)
    return None


def _tell_tier(account: Account, event: TierChanged) -> None:
    """Not of the one that everybody begins in, nor of what an import says was long ago, nor when they have moved on meanwhile."""
    level, since = account.programme.promised.level(event.tier), account.tier_since
    is_new = since is not None and since > timezone.now() - NEWS
    if level and level.min > 0 and is_new and account.tier == event.tier:
        key = f"tier_up:{account.pk}:{event.tier}:{since.date()}"
        tell(account, word="tier_up", key=key, facts={"tier": event.name})


@on_request
def tell_earned(event: PointsEarned, *, customer: Customer) -> None:
    """Asked for only while some programme wants it: a purchase costs nothing more otherwise."""
    tell_member(event, customer=customer)


@follows_if(lambda event: event.direction == UP)  # type: ignore[attr-defined]
def tell_tier(event: TierChanged, *, customer: Customer) -> None:
    """Of a tier that was reached; of one that was lost, nobody likes to get a letter."""
    tell_member(event, customer=customer)


def tell_reward(event: RewardGiven, *, customer: Customer) -> None:
    """Of one that they were given; what they claimed by themselves, they know."""
    claim = Claim.objects.select_related("reward").filter(pk=event.claim, state=Claim.State.READY).first()
    members = Account.objects.open().filter(customer=customer).select_related("customer", "programme")
    account = members.filter(programme=claim.reward.programme_id).first() if claim else None
    if account:
        tell(account, word="reward_ready", key=f"reward_ready:{event.claim}", facts={"reward": event.name})
