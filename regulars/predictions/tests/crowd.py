"""A shop with a past: customers who buy at their own pace, until they stop."""

from datetime import timedelta

import numpy as np
from django.utils import timezone

from regulars.commerce.models import Order, OrderLine, Product, Shop
from regulars.customers.models import Customer


def a_past(many=420, *, days=540, seed=5, ends=None):
    """Customers with their orders through yesterday; regulars of odd numbers buy coffee and filters, of even ones tea and cups."""
    chance, today = np.random.default_rng(seed), ends or timezone.now().replace(hour=12, minute=0) - timedelta(days=1)
    shop = Shop.objects.create(name="Online", slug="online")
    goods = [
        Product.objects.create(shop=shop, external_id=word, title=word, categories=["Drinks"])
        for word in ("coffee", "filters", "tea", "cups")
    ]
    people = Customer.objects.bulk_create([Customer(name=f"Guest {number}") for number in range(many)])
    rows = []
    for number, person in enumerate(people):
        day, pace = chance.uniform(0, days * 0.7), float(np.exp(chance.normal(3.2, 0.6)))
        stays = chance.beta(4, 1)
        while day < days:
            rows.append((person, number, days - day))
            if chance.random() > stays:
                break
            day += pace * float(np.exp(chance.normal(0, 0.3)))
    orders = Order.objects.bulk_create(
        [
            Order(
                shop=shop, external_id=str(place), number=str(place), customer=person, currency="EUR", paid="paid", said_paid="paid",
                total=int(chance.gamma(6.0, 1) * (300 + 20 * (number % 60))) + 100, placed_at=today - timedelta(days=ago),
            )
            for place, (person, number, ago) in enumerate(rows)
        ]
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        [
            OrderLine(
                order=order,
                external_id="1",
                product=goods[2 * (number % 2) + int(chance.random() < 0.4)],
                title="x",
                quantity=1,
                price=1,
                net=1,
            )
            for order, (_person, number, _ago) in zip(orders, rows, strict=True)
        ]
    )
    return people
