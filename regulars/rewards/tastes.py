"""What is claimed, by whom, and with what: counted for the choice of a reward. Nothing here is about one person but what they had themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from regulars.rewards.models import Claim, Suggestion

LOOKS_BACK = timedelta(days=180)
ATTRIBUTED = timedelta(days=30)  # so long after it was shown a claim is its merit; before, nobody can tell
# Whoever had what this customer had (rewards, and products of orders that count), beside how many had each of the rewards in question.
_TOGETHER = """
    WITH claimed AS MATERIALIZED (
        SELECT DISTINCT customer_id, 'r' || reward_id AS item, reward_id FROM rewards_claim
        WHERE NOT is_gift AND state NOT IN ('cancelled', 'expired') AND claimed_at > %(since)s
    ), bought AS MATERIALIZED (
        SELECT DISTINCT orders.customer_id, 'p' || line.product_id AS item FROM commerce_orderline AS line
        JOIN commerce_order AS orders ON orders.id = line.order_id
        WHERE line.product_id IN (
            SELECT line.product_id FROM commerce_orderline AS line JOIN commerce_order AS orders ON orders.id = line.order_id
            WHERE orders.customer_id = %(customer)s AND line.product_id IS NOT NULL ORDER BY line.id DESC LIMIT 20)
        AND orders.placed_at > %(since)s AND orders.cancelled_at IS NULL AND orders.deleted_at IS NULL AND NOT orders.is_test
    ), had AS (
        SELECT customer_id, item FROM claimed UNION SELECT customer_id, item FROM bought
    ), mine AS (
        SELECT item FROM had WHERE customer_id = %(customer)s
    ), sizes AS (
        SELECT item, count(*) AS size FROM had GROUP BY item
    )
    SELECT claimed.reward_id, mine.item, count(*), max(own.size), max(other.size) FROM mine
    JOIN had ON had.item = mine.item AND had.customer_id <> %(customer)s
    JOIN claimed ON claimed.customer_id = had.customer_id AND claimed.item <> mine.item AND claimed.reward_id = ANY(%(rewards)s)
    JOIN sizes AS own ON own.item = claimed.item JOIN sizes AS other ON other.item = mine.item
    GROUP BY claimed.reward_id, mine.item
"""


class Popularity(NamedTuple):
    """How often each reward was claimed: by all, and in one cell."""

    of_all: dict[int, int]
    in_cell: dict[int, int]


class Tried(NamedTuple):
    """How often a reward was put before those of a cell, and how often they claimed it for that."""

    shown: int = 0
    claimed: int = 0


def popularity(rewards: Collection[int], *, cell: str, now: datetime) -> Popularity:
    counted = Claim.objects.filter(reward__in=rewards, is_gift=False, claimed_at__gt=now - LOOKS_BACK).exclude(
        state__in=Claim.VOID
    )
    rows = counted.order_by().values_list("reward").annotate(all=Count("pk"), here=Count("pk", filter=Q(cell=cell)))
    of_all, in_cell = {}, {}
    for reward, many, here in rows:
        of_all[reward], in_cell[reward] = many, here
    return Popularity(of_all, in_cell)


def tried(rewards: Collection[int], *, cell: str, now: datetime) -> dict[int, Tried]:
    """Those that are too new to tell are left out."""
    known = Suggestion.objects.filter(cell=cell, reward__in=rewards, at__gt=now - LOOKS_BACK)
    ripe = known.filter(Q(claimed_at__isnull=False) | Q(at__lte=now - ATTRIBUTED)).order_by()
    rows = ripe.values_list("reward").annotate(shown=Count("pk"), claimed=Count("claimed_at"))
    return {reward: Tried(shown, claimed) for reward, shown, claimed in rows}


def together(customer: int, rewards: Collection[int], *, now: datetime) -> dict[int, float]:
    """How close each reward is to what the customer had: the highest cosine between who had the one and who had the other, 0 to 1."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER, {"customer": customer, "rewards": list(rewards), "since": now - LOOKS_BACK})
        rows = cursor.fetchall()
    close: dict[int, float] = {}
    for reward, _item, both, one, other in rows:
        close[reward] = max(close.get(reward, 0.0), both / sqrt(one * other))
    return close
