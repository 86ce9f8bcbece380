"""How much goodwill somebody may give, and how much of it is left. Counted in the programme's currency, by the days of the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.lib.refusal import refusal
from regulars.loyalty.models import Programme
from regulars.rewards.models import Budget, Goodwill
from regulars.team.days import house_zone
from regulars.team.models import Agent
from regulars.team.permissions import Permission


class Room(NamedTuple):
    """What an agent may still give. None: as much as they like."""

    left: int | None  # of their own budget
    left_for_customer: int | None
    alone: int | None  # in one gift

    @property
    def most(self) -> int | None:
        """In one gift, with or without somebody who agrees."""
        return min((each for each in (self.left, self.left_for_customer) if each is not None), default=None)

    def is_alone(self, worth: int) -> bool:
        """What has no worth cannot be counted: somebody else looks at it."""
        return self.alone is None or 0 < worth <= self.alone


FREE = Room(None, None, None)


def budgets_of(programme: int) -> dict[int | None, Budget]:
    """By their roles; None: everybody else."""
    return {each.role_id: each for each in Budget.objects.filter(programme=programme)}


def budget_of(agent: Agent, programme: Programme) -> Budget | None:
    """That of their role, or the one for all; who runs programmes is bound by one of their own role alone."""
    return _binding(agent, budgets_of(programme.pk))


def _binding(agent: Agent, known: Mapping[int | None, Budget]) -> Budget | None:
    everybody = None if agent.may(Permission.LOYALTY) else known.get(None)
    return known.get(agent.role_id, everybody)


def room_of(agent: Agent, programme: Programme, *, customer: int, now: datetime | None = None) -> Room:
    budget = budget_of(agent, programme)
    if budget is None:
        return FREE
    since = _began(budget.period, now or timezone.now())
    counted = Goodwill.objects.filter(programme=programme, at__gte=since).exclude(state=Goodwill.State.DECLINED)
    by_them, for_them = _sum(counted.filter(agent=agent)), _sum(counted.filter(customer=customer))
    return Room(_left(budget.most, by_them), _left(budget.most_per_customer, for_them), budget.alone)


def refuse_beyond(room: Room, worth: int, *, programme: Programme, field: str) -> None:
    """Raises ValidationError of this field, which says how much is left."""
    for left, words in (
        (room.left, _("Of your budget {left} are left; this is {worth}.")),
        (room.left_for_customer, _("For this customer {left} are left; this is {worth}.")),
    ):
        if left is not None and worth > left:
            said = {"left": money.said(left, programme.currency), "worth": money.said(worth, programme.currency)}
            raise refusal(field, words.format(**said), "too_many")


def refuse_past_budget(programme: Programme, *, agent: Agent) -> None:
    """Points by hand would pass by a budget: whoever has one gives goodwill. Asked by the ledger (`settings.GIVEN_BY_HAND`)."""
    if budget_of(agent, programme):
        raise refusal("points", _("You have a budget for this: give it as goodwill."), "goodwill")


def approvers_of(goodwill: Goodwill) -> list[Agent]:
    """Who may agree: somebody else who could give it alone."""
    several = Agent.objects.active().select_related("role").exclude(pk=goodwill.agent_id)
    known = budgets_of(goodwill.programme_id)
    return [each for each in several if may_approve(each, goodwill, known)]


def may_approve(agent: Agent, goodwill: Goodwill, known: Mapping[int | None, Budget]) -> bool:
    """`known` are the budgets of its programme."""
    if agent.pk == goodwill.agent_id or not agent.may(Permission.POINTS):
        return False
    budget = _binding(agent, known)
    if budget is None:
        return agent.may(Permission.LOYALTY)
    return budget.alone is None or 0 < goodwill.worth <= budget.alone


def _left(most: int | None, given: int) -> int | None:
    return None if most is None else max(most - given, 0)


def _sum(several: QuerySet[Goodwill]) -> int:
    return several.aggregate(sum=Sum("worth"))["sum"] or 0


def _began(period: str, now: datetime) -> datetime:
    zone = house_zone()
    today = now.astimezone(zone).date()
    back = {Budget.Period.DAY: 0, Budget.Period.WEEK: today.weekday(), Budget.Period.MONTH: today.day - 1}[
        Budget.Period(period)
    ]
    return datetime.combine(today - timedelta(days=back), time(), zone)
