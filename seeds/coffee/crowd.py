"""Those who buy in the shop in rue Mercière and seldom write: a thousand, with what they bought in a year and a half, and what was tried on them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection

from regulars.commerce.models import Order, OrderLine, Shop
from regulars.customers.models import Customer, Identity
from regulars.experiments.actions.draw_lots import arm_of, draw_lots
from regulars.experiments.actions.save_costs import save_costs
from regulars.experiments.actions.save_experiment import save_experiment
from regulars.experiments.models import Assigned, Costs, Experiment, Holdout
from regulars.lib.buckets import bucket
from regulars.team.models import Agent
from seeds.bulk.defaults import as_in_the_models
from seeds.bulk.load import slug
from seeds.bulk.people import FIRST_NAMES, LANGUAGES, LAST_NAMES
from seeds.coffee.orders import GOODS, vat_of

CROWD, DAYS = 1_300, 540
HELD_SINCE, TRIED_SINCE, HELD = 100, 75, 1_000  # days ago; of 10 000 customers
TASTE = (
    "HARBOUR",
    "HARBOUR",
    "HARBOUR",
    "GUJI",
    "NIGHT",
    "MONSOON",
    "MONSOON",
    "HOUSE1K",
    "PAPERS",
    "DRIPPER",
    "THIMBLE",
)
# Orders a day of who comes often; how many more of them there are of who hears of us, and of who is reminded.
USUAL, REMEMBERED, REMINDED = 0.016, 1.5, 2.6


def meet_crowd(*, now: datetime) -> None:
    """Before everybody else, so that lists begin with the others."""
    chance, first, last = Random(3), FIRST_NAMES.split(), LAST_NAMES.split()
    crowd = [
        Customer(
            name=f"{chance.choice(first)} {chance.choice(last)}",
            language=chance.choice(LANGUAGES),
            time_zone="Europe/Paris",
            created_at=now - timedelta(days=chance.randrange(20, DAYS), minutes=chance.randrange(600)),
        )
        for _ in range(CROWD)
    ]
    Customer.objects.bulk_create(crowd, batch_size=1000)
    ways = [(each, f"{slug(each.name).replace(' ', '.')}.{each.pk}@mercure.example") for each in crowd]
    Identity.objects.bulk_create(
        [Identity(customer=each, kind="email", value=value, is_primary=True) for each, value in ways], batch_size=1000
    )


def try_out(*, now: datetime, by: Agent) -> None:
    """One in ten is left out of what we do of our own accord, and half of the others are reminded; then all have bought."""
    save_costs(Costs(conversation=420), by=by)
    crowd = list(Customer.objects.met().filter(identities__value__endswith="@mercure.example").order_by("pk")[:CROWD])
    others = Customer.objects.filter(pk__gt=crowd[-1].pk).values_list("pk", flat=True)
    salt = next(word for word in map(str, count(1)) if all(bucket(pk, salt=word) >= HELD for pk in others))
    holdout = Holdout.objects.create(salt=salt, share=HELD, begun_at=now - timedelta(days=HELD_SINCE))
    experiment = _ask(now, by)
    _buy(crowd, holdout, experiment, now)
    draw_lots()
    Experiment.objects.update(begun_at=now - timedelta(days=TRIED_SINCE))
    Assigned.objects.update(at=now - timedelta(days=TRIED_SINCE))


def _ask(now: datetime, by: Agent) -> Experiment:
    arms = [{"name": "As always", "share": 50}, {"name": "A letter after four weeks", "share": 50}]
    experiment = Experiment(
        name="A letter when the beans run low",
        word="beans-run-low",
        question="Do more come back when we write four weeks after their last bag?",
        who={"all": [{"field": "orders", "at least": 1}]},
        arms=arms,
        salt="beans",
        ends_on=now.date() + timedelta(days=16),
    )
    save_experiment(experiment, by=by)
    Experiment.objects.filter(pk=experiment.pk).update(begun_at=now)
    return experiment


def _buy(crowd: list[Customer], holdout: Holdout, experiment: Experiment, now: datetime) -> None:
    """Each by a habit of their own, until they come no more. Nothing follows from it."""
    chance, bought = Random(5), []
    for customer in crowd:
        habit = chance.gammavariate(0.8, USUAL)
        day = (now - customer.created_at).days - 1.0
        end = max(0.0, day - chance.expovariate(1 / 240))
        is_held = bucket(customer.pk, salt=holdout.salt) < HELD
        is_reminded = not is_held and arm_of(experiment, customer.pk) != experiment.control["word"]
        end *= 0.5 if is_reminded and end < TRIED_SINCE else 1  # they stay longer, too
        while day > end:
            sku, pieces = chance.choice(TASTE), 1 + (chance.random() < 0.25)
            at = now - timedelta(days=day, minutes=chance.randrange(400))
            total = GOODS[sku][3] * pieces
            facts = {
                "customer": customer.pk,
                "buyer": customer.name,
                "sku": sku,
                "pieces": pieces,
                "at": at.isoformat(),
            }
            bought.append(facts | {"total": total, "tax": vat_of(sku, total)})
            more = REMEMBERED if day < HELD_SINCE and not is_held else 1
            day -= chance.expovariate(habit * (more * REMINDED if day < TRIED_SINCE and is_reminded else more))
    shop = Shop.objects.create(name="Rue Mercière", slug="merciere")
    bought.sort(key=lambda each: each["at"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with as_in_the_models((Order, OrderLine)):
            cursor.execute(_BUY, {"shop": shop.pk, "bought": json.dumps(bought)})
        cursor.execute(
            "ANALYZE customers_customer, commerce_order, commerce_orderline"
        )  # or the first look at the effect takes minutes


_BUY = """
    WITH given AS (
        SELECT 'M' || 20000 + row_number() OVER (ORDER BY at) AS number, said.* FROM json_to_recordset(%(bought)s)
            AS said (customer bigint, buyer text, sku text, pieces int, at timestamptz, total bigint, tax bigint)
    ), sold AS (
        INSERT INTO commerce_order (shop_id, external_id, number, customer_id, buyer, currency, total, tax, is_tax_included, paid, said_paid,
            shipped, said_shipped, is_complete, placed_at, paid_at, delivered_at, created_at)
        SELECT %(shop)s, number, number, customer, buyer, 'EUR', total, tax, true, 'paid', 'paid', 'delivered', 'delivered', true, at, at, at, at
        FROM given RETURNING id, number
    ), lines AS (
        INSERT INTO commerce_orderline (order_id, external_id, product_id, title, sku, quantity, price, tax, net)
        SELECT sold.id, '1', product.id, product.title, sku, pieces, total, given.tax, total - given.tax
        FROM given JOIN sold USING (number) JOIN commerce_product AS product ON product.external_id = sku
    )
    INSERT INTO customers_timelineevent (customer_id, kind, facts, about, by, at)
    SELECT customer, 'order.placed', jsonb_build_object('order', sold.id, 'number', number, 'items', pieces, 'currency', 'EUR',
        'amount', total / 100.0, 'units', total), 'order:' || sold.id, 'system', at FROM given JOIN sold USING (number)
"""
