"""What groups of customers did in a time, in one question: whoever is in a group counts, whether we reached them or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from regulars.commerce.returning import the_terms
from regulars.experiments.comparing import Sums
from regulars.experiments.models import Costs
from regulars.lib import money
from regulars.lib.hours.zones import zone_name
from regulars.loyalty.models import Programme
from regulars.team.days import house_zone

OUTCOMES = ("ordered", "again", "spend", "points", "conversations", "worth")
# Days of orders of any currency, money of the house's in whole units, points in money: after each customer's own day, and in as long a time before it.
_ASKED = """
    WITH people AS MATERIALIZED ({people}),
    reach AS (SELECT customer_id, arm, since, since - (%(until)s - since) AS before FROM people WHERE since < %(until)s),
    bought AS (
        SELECT reach.customer_id,
            count(DISTINCT (placed_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE placed_at >= since) AS times,
            count(DISTINCT (placed_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE placed_at < since) AS times_before,
            sum(greatest(total - refunded, 0)) FILTER (WHERE placed_at >= since AND currency = %(currency)s) / %(units)s AS spend,
            sum(greatest(total - refunded, 0)) FILTER (WHERE placed_at < since AND currency = %(currency)s) / %(units)s AS spend_before
        FROM reach JOIN commerce_order AS orders USING (customer_id)
        WHERE placed_at >= before AND placed_at < %(until)s AND NOT is_test AND cancelled_at IS NULL AND deleted_at IS NULL
            AND paid IN ('paid', 'partly refunded', 'refunded')
        GROUP BY 1
    ),
    wrote AS (
        SELECT reach.customer_id, count(*) FILTER (WHERE created_at >= since) AS times, count(*) FILTER (WHERE created_at < since) AS times_before
        FROM reach JOIN conversations_conversation AS conversation USING (customer_id)
        WHERE created_at >= before AND created_at < %(until)s AND conversation.merged_into_id IS NULL AND conversation.side_of_id IS NULL GROUP BY 1
    ),
    given AS (
        SELECT reach.customer_id, sum(lot.issued * coalesce(worths.worth, 0)) FILTER (WHERE operation.at >= since) AS points,
            sum(lot.issued * coalesce(worths.worth, 0)) FILTER (WHERE operation.at < since) AS points_before
        FROM reach JOIN loyalty_account AS account USING (customer_id) JOIN loyalty_lot AS lot ON lot.account_id = account.id
        JOIN loyalty_operation AS operation ON operation.id = lot.operation_id
        LEFT JOIN (SELECT * FROM unnest(%(programmes)s::bigint[], %(worths)s::float8[]) AS each (id, worth)) AS worths ON worths.id = account.programme_id
        WHERE operation.at >= before AND operation.at < %(until)s AND operation.kind NOT IN ('merge', 'part', 'get') GROUP BY 1
    ),
    did AS (
        SELECT arm, (coalesce(bought.times, 0) > 0)::int::float8 AS ordered, (coalesce(bought.times_before, 0) > 0)::int::float8 AS ordered_before,
            (coalesce(bought.times, 0) > 1)::int::float8 AS again, (coalesce(bought.times_before, 0) > 1)::int::float8 AS again_before,
            coalesce(bought.spend, 0)::float8 AS spend, coalesce(bought.spend_before, 0)::float8 AS spend_before,
            coalesce(given.points, 0)::float8 AS points, coalesce(given.points_before, 0)::float8 AS points_before,
            coalesce(wrote.times, 0)::float8 AS conversations, coalesce(wrote.times_before, 0)::float8 AS conversations_before
        FROM reach LEFT JOIN bought USING (customer_id) LEFT JOIN wrote USING (customer_id) LEFT JOIN given USING (customer_id)
    ),
    told AS (
        SELECT did.*, %(margin)s * spend - points - %(cost)s * conversations AS worth,
            %(margin)s * spend_before - points_before - %(cost)s * conversations_before AS worth_before FROM did
    )
    SELECT arm, count(*), {sums} FROM told GROUP BY arm
"""
_SUMS = "sum({0}), sum({0} ^ 2), sum({0}_before), sum({0}_before ^ 2), sum({0} * {0}_before)"


class Measured(NamedTuple):
    """Of each outcome, the sums of each arm."""

    arms: dict[str, int]
    sums: dict[str, dict[str, Sums]]


def measured(people: str, facts: Mapping[str, Any], *, until: datetime) -> Measured:
    """`people` is SQL that yields customer_id, arm and since, with `facts` in it."""
    asked = _ASKED.format(people=people, sums=", ".join(_SUMS.format(name) for name in OUTCOMES))
    with connection.cursor() as cursor:
        cursor.execute(asked, {**facts, **_prices(), "until": until})
        rows = cursor.fetchall()
    sums: dict[str, dict[str, Sums]] = {name: {} for name in OUTCOMES}
    for arm, n, *numbers in rows:
        for place, name in enumerate(OUTCOMES):
            sums[name][arm] = Sums(n, *numbers[5 * place : 5 * place + 5])
    return Measured({row[0]: row[1] for row in rows}, sums)


def _prices() -> dict[str, Any]:
    terms, costs = the_terms(), Costs.objects.first() or Costs()
    units = float(10 ** money.decimals(terms.currency))
    programmes = list(Programme.objects.filter(currency=terms.currency))
    worths = [each.promised.value.worth / each.promised.value.points / units for each in programmes]
    facts = {"programmes": [each.pk for each in programmes], "worths": worths, "margin": terms.margin / 100}
    facts["zone"] = zone_name(house_zone())
    return facts | {"units": units, "currency": terms.currency, "cost": costs.conversation / units}
