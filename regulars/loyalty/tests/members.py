"""A programme and its members, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import balance_of
from regulars.team.models import Agent

LONG_AGO = timedelta(days=400)


def day(month: int, day: int = 1, *, year: int = 2024, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def a_programme(name: str = "Beans", *, by: Agent | None = None, zone: str = "UTC", **terms: Any) -> Programme:
    """With these terms; `Programme.swept_at` is long ago, so that a sweep is due."""
    facts = {"name": name, "time_zone": zone, "currency": "EUR"}
    return save_programme(None, by=by, facts=facts, terms=terms)


def a_member(customer: Customer, programme: Programme, *, at: datetime | None = None) -> Account:
    return join(customer, programme=programme, by=SYSTEM, at=at or day(1))


def buckets(account: Account) -> tuple[int, ...]:
    """pending, available, held, spent, expired, reversed, debt: as they are kept."""
    account.refresh_from_db()
    names = ("pending", "available", "held", "spent", "expired", "reversed", "debt")
    return tuple(getattr(account, name) for name in names)


def points(account: Account) -> int:
    return balance_of(Account.objects.get(pk=account.pk))
