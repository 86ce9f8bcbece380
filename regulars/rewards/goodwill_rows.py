"""Goodwill, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.rewards.budgets import Room, budgets_of, may_approve
from regulars.rewards.models import Goodwill, Reward
from regulars.team.models import Agent
from regulars.ui.moments import Times


def giveable(programme: Programme) -> QuerySet[Reward]:
    """What one of the team may give, whoever it is offered to."""
    return (
        Reward.objects.filter(programme=programme, is_on=True)
        .exclude(stock=0)
        .select_related("programme")
        .order_by("points", "pk")
    )


def goodwill_rows(several: Iterable[Goodwill], *, agent: Agent) -> list[dict[str, Any]]:
    rows, times = list(several), Times()
    waiting = [each for each in rows if each.state == Goodwill.State.WAITING]
    budgets = {number: budgets_of(number) for number in {each.programme_id for each in waiting}}
    return [
        {
            "goodwill": each,
            "what": gift_of(each),
            "worth": money.said(each.worth, each.programme.currency),
            "state": each.get_state_display(),
            "when": times.moment(each.at),
            "may_approve": each in waiting and may_approve(agent, each, budgets[each.programme_id]),
            "is_mine": each in waiting and each.agent_id == agent.pk,
        }
        for each in rows
    ]


def gift_of(goodwill: Goodwill) -> str:
    return str(goodwill.reward) if goodwill.reward else goodwill.programme.said(goodwill.points or 0)


def said_of(room: Room, programme: Programme) -> list[str]:
    """What is left of a budget, in sentences; nothing where there is none."""
    lines = (
        (room.left, _("Of your budget, %s are left.")),
        (room.left_for_customer, _("For this customer, %s are left.")),
        (room.alone, _("Above %s somebody else agrees first.")),
    )
    return [words % money.said(left, programme.currency) for left, words in lines if left is not None]
