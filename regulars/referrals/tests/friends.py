"""Members who bring friends along, and what those buy, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from regulars.commerce.actions.take_order import take_order
from regulars.commerce.facts import LineFacts, OrderFacts, Person, RefundFacts
from regulars.commerce.models import Order, Shop
from regulars.customers.actions.react import react
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import balance_of
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.traces import NONE, Traces

LONG_AGO = timedelta(days=400)


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


def buys(
    customer: Customer, cents: int = 3000, *, number: str = "1", at: datetime | None = None, **facts: Any
) -> Order:
    """They pay for goods worth so much, in the shop, and everything follows from it."""
    return tell(order_facts(customer, cents, number=number, at=at, **facts))


def tell(told: OrderFacts, **changed: Any) -> Order:
    """The shop tells how an order stands."""
    shop, _new = Shop.objects.get_or_create(slug="till", name="Till")
    order = take_order(replace(told, **changed), shop=shop)
    follow()
    return order


def order_facts(
    customer: Customer,
    cents: int,
    *,
    number: str = "1",
    at: datetime | None = None,
    person_name: str = "",
    **facts: Any,
) -> OrderFacts:
    address = customer.identities.filter(kind="email").values_list("value", flat=True)[0]
    line = LineFacts(external_id="1", title="Kettle", quantity=1, price=cents, net=cents)
    at = at or timezone.now()
    said = {"external_id": number, "number": f"#{number}", "currency": "EUR", "total": cents, "lines": (line,)}
    said |= {
        "placed_at": at,
        "paid": "paid",
        "updated_at": at,
        "person": Person(email=address, name=person_name or customer.name),
    }
    return OrderFacts(**said | facts)  # type: ignore[arg-type]


def refunded(told: OrderFacts, cents: int) -> Order:
    """So much of it goes back."""
    now = timezone.now()
    return tell(told, refunds=(RefundFacts(external_id=f"refund of {cents}", amount=cents, at=now),), updated_at=now)


def follow() -> None:
    while react():
        pass


def points(account: Account) -> int:
    return balance_of(Account.objects.get(pk=account.pk))
