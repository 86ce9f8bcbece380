"""Rewards and members with points, for tests."""

from __future__ import annotations

from typing import Any

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.rewards.actions.save_reward import save_reward
from regulars.rewards.models import Reward


def a_reward(programme: Programme | None = None, name: str = "€5 off", **facts: Any) -> Reward:
    usual = {"kind": "amount", "amount": 500, "points": 100}
    kept = programme or Programme.objects.first() or a_programme()
    return save_reward(None, facts={"programme": kept, "name": name, **usual, **facts}, by=None)


def with_points(customer: Customer, points: int = 250, programme: Programme | None = None) -> Account:
    """A member who has so many to spend."""
    member = a_member(customer, programme or Programme.objects.first() or a_programme())
    if points:
        earn(member, points=points, reason="An order", by=SYSTEM)
    member.refresh_from_db()
    return member
