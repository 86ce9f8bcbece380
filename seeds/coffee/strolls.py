"""What the regulars of Kettle & Crumb do on its pages, and the groups of customers that Grace looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.save_figure import save_figure
from regulars.behaviour.actions.save_source import save_source
from regulars.behaviour.actions.take_arrivals import take_arrivals
from regulars.behaviour.actions.tell_visits import tell_visits
from regulars.behaviour.models import Deed, Figure, Source
from regulars.customers.models import Identity
from regulars.segments.actions.build import build
from regulars.segments.actions.list_customers import list_customers
from regulars.segments.actions.save_segment import save_segment
from regulars.team.models import Agent
from seeds.coffee.people import ada, ben, chiara, elif_yildiz, farah
from seeds.telling import Person

GRINDER = {"name": "Wren hand grinder", "category": "Grinders", "price": 89}
KETTLE = {"name": "Heron kettle", "category": "Kettles", "price": 148}
# Who, how many days and hours ago, and what they did there.
STROLLS: tuple[tuple[Person, int, int, tuple[tuple[str, dict[str, Any]], ...]], ...] = (
    (ada, 12, 3, (("page", {"path": "/"}), ("page", {"path": "/grinders"}), ("Product Viewed", GRINDER))),
    (ada, 2, 5, (("page", {"path": "/grinders"}), ("Product Viewed", GRINDER), ("Product Added", GRINDER))),
    (ben, 6, 1, (("page", {"path": "/kettles"}), ("Product Viewed", KETTLE), ("Order Completed", {"revenue": 148}))),
    (chiara, 9, 2, (("page", {"path": "/grinders"}), ("Product Viewed", GRINDER))),
    (chiara, 4, 7, (("page", {"path": "/grinders"}), ("Product Viewed", GRINDER), ("page", {"path": "/delivery"}))),
    (elif_yildiz, 1, 4, (("page", {"path": "/kettles"}), ("Product Viewed", KETTLE), ("Product Added", KETTLE))),
    (farah, 20, 2, (("page", {"path": "/beans"}), ("Order Completed", {"revenue": 37.5}))),
)
SEGMENTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Left a cart", "A word from us helps more than a coupon.", {"field": "cart left", "more than … ago": "4 h"}),
    (
        "Thinking about a grinder",
        "Invite them to try one in the shop.",
        {
            "all": [
                {"field": "looked at category", "is": "Grinders"},
                {"field": "did within.30.Product Viewed", "at least": 2},
            ]
        },
    ),
    (
        "Gold, quiet for two months",
        "Call them before they go.",
        {"all": [{"field": "tier", "is": "gold"}, {"not": {"field": "orders within.60", "at least": 1}}]},
    ),
    ("Buys online", "", {"field": "orders", "at least": 1}),
)


def stroll(*, now: datetime, by: Agent) -> None:
    """By the doors that a shop’s website uses."""
    shop = Source(name="coffee.example", kind=Source.Kind.SERVER, needs_consent=False)
    save_source(shop, by=by)
    keep_arrival(shop, messages=list(_messages(now)))
    take_arrivals()
    while tell_visits():
        pass
    paid = Deed.objects.get(name="Order Completed")
    save_figure(
        Figure(label="Paid online, 90 days", key="paid_online", deed=paid, how="sum", of="revenue", days=90), by=by
    )
    for name, about, conditions in SEGMENTS:
        save_segment(None, name=name, about=about, conditions=conditions, by=by)
    tasting = save_segment(None, name="Invited to the tasting", about="Saturday, Canal Street.", kind="list", by=by)
    while build():
        pass
    invited = Identity.objects.filter(value__in=[each.email for each in (ada, chiara, farah)])
    list_customers(tasting, customers=invited.values_list("customer", flat=True), by=by)


def _messages(now: datetime) -> Iterator[dict[str, Any]]:
    for person, days, hours, deeds in STROLLS:
        for place, (what, facts) in enumerate(deeds):
            at = now - timedelta(days=days, hours=hours, minutes=-3 * place)
            said = {"type": "page"} if what == "page" else {"type": "track", "event": what}
            yield said | {"userId": person.email, "properties": facts, "timestamp": at.isoformat()}
