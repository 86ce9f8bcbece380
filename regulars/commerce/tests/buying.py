"""What customers pay for in the shop, and what follows from it, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from regulars.commerce.actions.take_order import take_order
from regulars.commerce.facts import LineFacts, OrderFacts, Person, RefundFacts
from regulars.commerce.models import Order, Shop
from regulars.customers.actions.react import react
from regulars.customers.models import Customer


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
