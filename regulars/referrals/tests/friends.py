"""Members who bring friends along, and what those buy, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.tests.members import LONG_AGO, a_member, a_programme
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.traces import NONE, Traces


def a_scheme(programme: Programme | None = None, **facts: Any) -> Scheme:
    """500 for the member, 250 for the friend, of €25, at once; purchases themselves earn nothing."""
    said = {"is_open": True, "wait_days": 0, "least_order": 2500}
    return Scheme.objects.create(programme=programme or a_programme(earning={"points": 0}), **said | facts)


def a_giver(customer: Customer, scheme: Scheme) -> Account:
    return a_member(customer, scheme.programme, at=timezone.now() - LONG_AGO)


def bring(friend: Customer, giver: Account, *, seen: Traces = NONE, at: datetime | None = None) -> Referral:
    """The friend joins and types the giver's code."""
    account = a_member(friend, giver.programme, at=at or timezone.now())
    return bring_along(account, code=give_link(giver).code, seen=seen, by=SYSTEM, at=at)
