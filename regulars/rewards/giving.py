"""What goodwill is, once nobody has to agree any more: points in the ledger, or a reward with its code."""

from __future__ import annotations

from django.utils import timezone

from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.join import join
from regulars.rewards.actions.give_reward import give_reward
from regulars.rewards.budgets import budget_of
from regulars.rewards.events import GoodwillEvent, GoodwillGiven
from regulars.rewards.models import Goodwill
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


def hand_over(goodwill: Goodwill, *, by: Agent) -> Goodwill:
    """Raises ValidationError as the ledger and the shelf do. In the name of whoever thought of it; `by` has agreed, or is the same."""
    # Where no budget bounds them, the programme's terms do: these know an agent by hand.
    giver = Actor.of(goodwill.agent) if budget_of(goodwill.agent, goodwill.programme) else goodwill.agent
    if goodwill.points:
        member = join(goodwill.customer, programme=goodwill.programme, by=giver)
        words = {"reason": goodwill.reason, "reference": f"goodwill:{goodwill.pk}", "key": f"goodwill:{goodwill.pk}"}
        goodwill.operation = adjust(member, points=goodwill.points, by=giver, **words)
    else:
        goodwill.claim = give_reward(goodwill.customer, reward=goodwill.reward, reason=goodwill.reason, by=giver)
    decide(goodwill, state=Goodwill.State.GIVEN, by=by, event=GoodwillGiven)
    return goodwill


def decide(goodwill: Goodwill, *, state: str, by: Agent, event: type[GoodwillEvent]) -> None:
    goodwill.state, goodwill.decided_at = state, timezone.now()
    goodwill.decided_by = by if by.pk != goodwill.agent_id else None
    goodwill.save()
    tell(goodwill, event, by=by)
    audit(
        f"goodwill.{state}",
        by=by,
        on=f"goodwill:{goodwill.pk}",
        after=facts_of(goodwill) | {"agent": goodwill.agent_id, "worth": goodwill.worth},
    )


def tell(goodwill: Goodwill, event: type[GoodwillEvent], *, by: Agent, **more: object) -> None:
    told = event(goodwill=goodwill.pk, agent=goodwill.agent_id, **facts_of(goodwill), **more)
    record(told, customer=goodwill.customer_id, by=Actor.of(by))


def facts_of(goodwill: Goodwill) -> dict[str, int | None]:
    return {"conversation": goodwill.conversation_id, "points": goodwill.points, "reward": goodwill.reward_id}
