"""The Regulars’ Card of Kettle & Crumb: a bean for each euro of goods, and what its people have gathered with their orders."""

from __future__ import annotations

from datetime import timedelta

from regulars.automation.actions.credit_order import credit_order
from regulars.automation.actions.save_rule import save_rule
from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Account
from regulars.team.models import Agent
from seeds.coffee import people

FACTS = {"name": "Regulars’ Card", "one": "bean", "many": "beans", "time_zone": "Europe/Paris"}
GOLD = {"free shipping": True, "priority support": True, "extended warranty": "36 months"}
TERMS = {
    "earning": {"with_tax": True},
    "joining": {"is_open": True, "words": "Beans are good for a year, for anything in the shops and online."},
    "value": {"points": 20, "worth": 100},
    "activation": {"kind": "after", "span": {"count": 2, "unit": "day"}},
    "expiry": {"count": 12, "unit": "month", "round_to": "month"},
    "tiers": {
        "period": {"kind": "rolling", "count": 12, "unit": "month"},
        "keeps": "span",
        "levels": [
            {"word": "regular", "name": "Regular", "min": 20},
            {"word": "silver", "name": "Silver", "min": 60, "benefits": {"multiplier": "1.25"}},
            {"word": "gold", "name": "Gold", "min": 120, "benefits": {"multiplier": "1.5"} | GOLD},
        ],
    },
}

ONCE = {"often": {"most": 1, "within": "month"}, "qualifies": False}
RULES = (
    (
        "Coffee counts twice on Tuesdays",
        "order.paid",
        {"do": "multiply", "times": "2", "only": ["Coffee"], "weekdays": ["tuesday"]},
    ),
    (
        "Something to brew with",
        "order.paid",
        {"do": "earn", "points": 5, "each": "item", "only": ["Grinders", "Kettles", "Brewing"]},
    ),
    ("A basket of €75 and more", "order.paid", {"do": "earn", "points": 15, "least": 7500} | ONCE),
    ("Happy birthday", "member.birthday", {"do": "earn", "points": 25, "qualifies": False}),
    ("Thank you for your opinion", "opinion.given", {"do": "earn", "points": 5} | ONCE),
)


def give_cards(*, by: Agent) -> None:
    """Everybody who has bought something is a member since their first order; Ada has spent some, Farah was given some."""
    programme = save_programme(None, by=by, facts=FACTS, terms=TERMS)
    for name, event, scheme in RULES:
        trigger = {"event": event}
        save_rule(None, name=name, trigger=trigger, conditions=None, steps=[scheme], programme=programme, by=by)
    members: dict[str, Account] = {}
    for order in Order.objects.filter(cancelled_at=None, customer__isnull=False).order_by("placed_at"):
        member = join(order.customer, programme=programme, by=by, at=order.placed_at)
        members[order.email] = member
        credit_order(order, account=member, by=SYSTEM)
    ada, farah = members[people.ada.email], members[people.farah.email]
    redeem(ada, points=40, by=by, at=ada.joined_at + timedelta(days=52), reason="€2 off a bag of Harbour Blend")
    adjust(farah, points=15, by=by, reason="For being charged twice")
