"""Recency, frequency and money: fifths of all who have bought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.commerce.models import Order, Shop
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import holds
from regulars.lib.conditions.fields import found
from regulars.segments.actions.reckon_worth import reckon_worth
from regulars.segments.models import Worth
from tests.cast import meet

pytestmark = pytest.mark.django_db


def test_who_buys_lately_often_and_dearly_is_a_champion(ada: Customer) -> None:
    shop = Shop.objects.create(name="Shop", slug="shop")
    people = [meet(f"P{number}", f"p{number}@people.example") for number in range(5)]
    for number, person in enumerate(people):  # the later, the more often and dearer
        for order in range(number + 1):
            at = timezone.now() - timedelta(days=100 - 20 * number)
            Order.objects.create(
                shop=shop,
                external_id=f"{number}-{order}",
                customer=person,
                currency="EUR",
                total=1000 * (number + 1),
                paid="paid",
                placed_at=at,
            )
    assert reckon_worth() == 5 and reckon_worth() == 0
    assert list(Worth.objects.order_by("customer_id").values_list("recency", "frequency", "money")) == [
        (n, n, n) for n in (1, 2, 3, 4, 5)
    ]
    groups = ["lost", "cooling", "loyal", "champion", "champion"]
    for person, group in zip(people, groups, strict=True):
        assert holds({"field": "rfm.group", "is": group}, person, CUSTOMER_FIELDS, now=timezone.now()), (person, group)
    assert holds({"field": "rfm.group", "is missing": True}, ada, CUSTOMER_FIELDS, now=timezone.now())


def test_a_lot_stays_whose_it_is(ada: Customer, ben: Customer) -> None:
    def lots(name: str) -> dict[int, int]:
        field = found(CUSTOMER_FIELDS, f"lot.{name}")
        return dict(Customer.objects.annotate(lot=field.expression()).values_list("pk", "lot"))

    assert lots("spring") == lots("spring") != lots("autumn")
    assert all(0 <= lot < 100 for lot in lots("spring").values())
    assert found(CUSTOMER_FIELDS, "lot. ") is None
