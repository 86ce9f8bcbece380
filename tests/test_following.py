"""What is kept after each change is what asking everybody anew would find: whatever happens, in whatever order, and as time passes."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.take_arrivals import take_arrivals
from regulars.behaviour.models import Source
from regulars.commerce.models import Order, Shop
from regulars.customers.actions.merge import merge
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Change, Customer, TimelineEvent
from regulars.experiments.actions.save_holdout import save_holdout
from regulars.lib.conditions.values import Asked
from regulars.segments.actions.build import build
from regulars.segments.actions.follow import follow
from regulars.segments.actions.list_customers import list_customers
from regulars.segments.actions.save_segment import save_segment
from regulars.segments.asking import fitting, present
from regulars.segments.models import Membership, Segment
from regulars.team.days import house_zone
from tests.cast import meet

pytestmark = pytest.mark.django_db
PEOPLE = some.integers(0, 3)
DEEDS = some.sampled_from(["Order Completed", "Product Viewed"])
DAYS = some.integers(0, 20)
TOLD = some.tuples(some.just("told"), PEOPLE, DEEDS, DAYS, some.integers(0, 9))
OTHERS = some.one_of(
    some.tuples(some.just("tier"), PEOPLE, some.sampled_from(["gold", "silver", None])),
    some.tuples(some.just("ordered"), PEOPLE, DAYS),
    some.tuples(some.just("held"), some.sampled_from([0, 500, 2000])),
    some.tuples(some.just("listed"), PEOPLE, some.booleans()),
    some.tuples(some.just("joined"), PEOPLE, PEOPLE),
    some.tuples(some.just("parted"), PEOPLE),
    some.tuples(some.just("passed"), some.integers(1, 12)),
    some.tuples(some.just("changed"), some.sampled_from(["often", "never"]), some.integers(1, 3)),
    some.just(("followed",)),
)
HISTORY = some.lists(TOLD | OTHERS, min_size=3, max_size=14)
BOUGHT = "Order Completed"
RULES: dict[str, Any] = {
    "often": {"field": f"did within.10.{BOUGHT}", "at least": 2},
    "ever": {"field": f"did.{BOUGHT}", "at least": 1},
    "never": {"not": {"field": f"did.{BOUGHT}", "at least": 1}},
    "cooling": {
        "all": [
            {"field": f"last did.{BOUGHT}", "more than … ago": "5 days"},
            {"field": "attributes.tier", "is": "gold"},
        ]
    },
    "left out": {"field": "is held out", "is": True},
    "yesterday": {"field": "last did.Product Viewed", "on": "yesterday"},
    "shopper": {
        "any": [{"field": "orders within.7", "at least": 1}, {"field": "browsed", "less than … ago": "3 days"}]
    },
}
EDITED = ("often", "never", "above", "outside")
TIMES = ("behaviour_done SET at", "behaviour_tally SET last_at", "commerce_order SET placed_at", "segments_flip SET at")


class World:
    """Four customers, and segments of every kind about them."""

    def __init__(self) -> None:
        self.people = [meet(f"P{number}", f"p{number}@people.example") for number in range(4)]
        self.source = Source.objects.create(name="Shop", kind="server")
        self.shop = Shop.objects.create(name="Shop", slug="shop", kind="own")
        self.orders, self.were_joined = 0, False
        self.segments = {name: save_segment(None, name=name, conditions=rule, by=None) for name, rule in RULES.items()}
        self.list = save_segment(None, name="list", kind="list", by=None)
        above = {"any": [{"field": "segments", "has any of": [self.list.pk, self.segments["often"].pk]}]}
        self.segments["above"] = save_segment(None, name="above", conditions=above, by=None)
        outside = {"field": "segments", "has none of": [self.segments["above"].pk]}
        self.segments["outside"] = save_segment(None, name="outside", conditions=outside, by=None)
        self.settle()

    def settle(self) -> None:
        for take in (take_arrivals, build, follow):
            while take():
                pass

    def told(self, who: int, deed: str, days: int, number: int) -> None:
        at = timezone.now() - timedelta(days=days, hours=1)
        message = {"type": "track", "userId": f"p{who}@people.example", "event": deed, "timestamp": at.isoformat()}
        keep_arrival(self.source, messages=[message | {"messageId": f"{who}-{deed}-{days}-{number}"}])

    def tier(self, who: int, tier: str | None) -> None:
        set_attribute(self.people[who], name="tier", value=tier, by=SYSTEM)

    def ordered(self, who: int, days: int) -> None:
        self.orders += 1
        at, number = timezone.now() - timedelta(days=days, hours=1), str(self.orders)
        Order.objects.create(
            shop=self.shop, external_id=number, customer=self.people[who], currency="EUR", placed_at=at
        )

    def held(self, share: int) -> None:
        save_holdout(share=share, by=None)

    def listed(self, who: int, is_on: bool) -> None:
        list_customers(self.list, customers=[self.people[who].pk], is_on=is_on, by=None)

    def joined(self, one: int, other: int) -> None:
        first, second = (Customer.objects.get(pk=self.people[each].pk) for each in (one, other))
        if first.pk != second.pk and not first.merged_into_id and not second.merged_into_id:
            merge(first, into=second, by=SYSTEM)
            self.were_joined = True

    def parted(self, who: int) -> None:
        customer = Customer.objects.get(pk=self.people[who].pk)
        if customer.merged_into_id:
            unmerge(customer, by=SYSTEM)

    def passed(self, days: int) -> None:
        """Everything is so many days older, and nothing else has changed."""
        self.settle()
        with connection.cursor() as cursor:
            for each in TIMES:
                cursor.execute(f"UPDATE {each} = {each.split()[-1]} - %s", [timedelta(days=days)])
        Change.objects.all().delete()

    def changed(self, name: str, times: int) -> None:
        rule = {"field": f"did within.{times * 4}.{BOUGHT}", "at least": times}
        save_segment(self.segments[name], name=name, conditions=rule if name == "often" else {"not": rule}, by=None)

    def followed(self) -> None:
        take_arrivals()
        follow()

    def check(self) -> None:
        self.settle()
        asked = Asked(present(), house_zone())
        for segment in Segment.objects.all():
            kept = set(Membership.objects.filter(segment=segment, until=None).values_list("customer_id", flat=True))
            assert kept == set(fitting(segment, asked).values_list("pk", flat=True)), segment.name
            assert segment.size == len(kept)
        if not self.were_joined:
            self.check_told()

    def check_told(self) -> None:
        """Of one customer and segment, coming and leaving take turns, where the segment itself stayed the same."""
        told = TimelineEvent.objects.filter(kind__startswith="segment.").order_by("pk")
        turns: dict[tuple[int, str], list[str]] = defaultdict(list)
        for each in told:
            turns[each.customer_id, each.facts["name"]].append(each.kind)
        for (_pk, name), kinds in turns.items():
            assert name in EDITED or all(one != next for one, next in pairwise(kinds)), (name, kinds)


@settings(
    max_examples=int(os.environ.get("SEGMENT_HISTORIES", 8)), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(history=HISTORY)
def test_following_finds_what_asking_everybody_would(history: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        world = World()
        for what, *words in history:
            getattr(world, what)(*words)
        world.check()
        transaction.set_rollback(True)


def test_an_order_is_noticed_also_where_no_timeline_tells_of_it() -> None:
    world = World()
    world.ordered(1, 2)
    world.check()
    assert Membership.objects.filter(segment=world.segments["shopper"], until=None).count() == 1
    Order.objects.update(placed_at=timezone.now() - timedelta(days=30))
    world.check()
    Order.objects.update(placed_at=timezone.now())
    world.settle()
    Order.objects.update(customer=world.people[2])
    world.check()
    Order.objects.all().delete()
    world.check()
