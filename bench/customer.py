"""The page of a customer to whom five thousand things have happened, its timeline narrowed, and what it brings in after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.asking import Visitor, measured, page_and_floor
from bench.table import Measure

if TYPE_CHECKING:
    from bench.house import House

EVENTS, PROMISE = 5_000, 80  # milliseconds, of each
ROOMS = ("commerce", "referrals", "loyalty", "surveys", "segments", "behaviour", "rewards", "predictions")


def measures(house: House) -> Iterator[Measure]:
    from django.urls import reverse

    customer = _busiest()
    middle = _fill(customer)
    page, events = f"/customers/{customer.pk}", f"/customers/{customer.pk}/events"
    paths = {
        "page": page,
        "earlier": f"{events}?before={middle}",
        "orders alone": f"{events}?sort=orders",
        "opinions alone": f"{events}?sort=opinions",  # there are three
        "changes alone": f"{events}?sort=changes",
        "by words": f"{events}?q=order+4999",
        "conversations": f"{page}/conversations",
    }
    paths |= {f"its {room}": reverse(f"{room}:of_customer", args=[customer.pk]) for room in ROOMS}
    house.start("web")
    visitor = Visitor(house, is_program=False)
    for name, path in paths.items():
        queries, floor = page_and_floor(house, path, is_program=False)
        one = measured(
            f"customer {name}", house, lambda _, path=path: visitor.get(path), n=60, queries=queries, floor_ms=floor
        )
        is_kept = one.p95_ms is not None and one.p95_ms <= PROMISE
        yield Measure(**(one.__dict__ | {"promise": f"p95 ≤ {PROMISE}", "is_kept": is_kept}))


def _busiest() -> Any:
    """Who has most conversations of all."""
    from django.db.models import Count

    from regulars.customers.models import Customer

    return Customer.objects.annotate(many=Count("conversations")).order_by("-many", "pk")[0]


def _fill(customer: Any) -> int:
    """So many events over three years: orders, points and other facts between the letters. Returns the one in the middle."""
    from django.utils import timezone

    from regulars.commerce.events import OrderPlaced, OrderShipped
    from regulars.conversations.events import ConversationTagged
    from regulars.customers.actor import Actor
    from regulars.customers.models import TimelineEvent
    from regulars.customers.timeline import backfill
    from regulars.surveys.events import OpinionGiven

    now, number = timezone.now(), customer.pk
    told: list[Any] = []
    for each in range(EVENTS):
        order = {"order": each, "number": str(each)}
        event = (
            OrderPlaced(**order, amount=12.5, units=1250, currency="EUR", items=2),
            OrderShipped(**order, carrier="DHL"),
            ConversationTagged(conversation=1, inbox=1, tag="beans"),
        )[each % 3]
        if each % 2000 == 1:
            facts = {"survey": 1, "name": "After", "asks": "csat", "most": 5, "is_low": False, "asked_about": None}
            event = OpinionGiven(opinion=each, score=5, **facts)
        told.append((event, number, now - timedelta(hours=5 * (EVENTS - each))))
    backfill(told, by=Actor("system", None))
    return TimelineEvent.objects.filter(customer=customer).order_by("at")[EVENTS // 2].pk
