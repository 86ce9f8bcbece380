"""What the house has seen, as columns of numbers: read by COPY, for there may be millions of rows."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from regulars.predictions.buying.fitting import MOST_ROWS
from regulars.predictions.buying.history import Numbers

EPOCH = date(1970, 1, 1).toordinal()
# Who has objected to being reckoned is not: the newest word about it counts.
_OBJECTED = """NOT EXISTS (SELECT FROM customers_consent AS consent WHERE consent.customer_id = {0} AND consent.purpose = 'profiling'
    AND consent.state = 'withdrawn' AND NOT EXISTS (SELECT FROM customers_consent AS later WHERE later.customer_id = consent.customer_id
        AND later.purpose = consent.purpose AND later.channel = consent.channel AND (later.at, later.id) > (consent.at, consent.id)))"""
_COUNTED = "NOT orders.is_test AND orders.cancelled_at IS NULL AND orders.deleted_at IS NULL AND orders.paid IN ('paid', 'partly refunded', 'refunded')"
_DAY = "(orders.placed_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'"
_ORDERS = f"""
    SELECT orders.customer_id, {_DAY}, GREATEST(orders.total - orders.refunded, 0), (orders.refunded > 0)::int
    FROM commerce_order AS orders
    WHERE orders.customer_id IS NOT NULL AND orders.currency = %(currency)s AND {_COUNTED} AND orders.placed_at < %(until)s
        AND {_OBJECTED.format("orders.customer_id")}
    ORDER BY 1, 2
"""
_LINES = f"""
    SELECT orders.customer_id, line.product_id, max({_DAY}), count(DISTINCT orders.id)
    FROM commerce_orderline AS line JOIN commerce_order AS orders ON orders.id = line.order_id
    WHERE orders.customer_id IS NOT NULL AND line.product_id IS NOT NULL AND NOT line.is_gift_card AND {_COUNTED}
        AND orders.placed_at < %(until)s AND orders.placed_at > %(until)s - INTERVAL '2 years' AND {_OBJECTED.format("orders.customer_id")}
    GROUP BY 1, 2 ORDER BY 3
"""
_QUESTIONS = """
    SELECT customer_id, (created_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'
    FROM conversations_conversation WHERE created_at < %(until)s AND created_at > %(until)s - INTERVAL '2 years' AND merged_into_id IS NULL
"""
_CONTRACTS = f"""
    SELECT customer.id, custom_day(left(customer.attributes->>%(begins)s, 10)) - DATE '1970-01-01',
        COALESCE(custom_day(left(customer.attributes->>%(ends)s, 10)) - DATE '1970-01-01', -1)
    FROM customers_customer AS customer
    WHERE customer.merged_into_id IS NULL AND custom_day(left(customer.attributes->>%(begins)s, 10)) IS NOT NULL
        AND (COALESCE(customer.attributes->>%(ends)s, '') = '' OR custom_day(left(customer.attributes->>%(ends)s, 10)) IS NOT NULL)
        AND {_OBJECTED.format("customer.id")}
"""
_KNOWN = f"""
    SELECT customer.id, customer.attributes FROM customers_customer AS customer
    WHERE customer.merged_into_id IS NULL AND customer.attributes->>%(left)s <> '' AND {_OBJECTED.format("customer.id")}
"""
_SOME = f"{_KNOWN} ORDER BY hashint8(customer.id) LIMIT {MOST_ROWS}"
_ELSEWHERE = f"""
    SELECT orders.currency, count(*) FROM commerce_order AS orders
    WHERE orders.currency <> %(currency)s AND {_COUNTED} AND orders.placed_at < %(until)s GROUP BY 1 ORDER BY 2 DESC, 1
"""


class Orders(NamedTuple):
    """By customer and day: days are counted from 1970, amounts are in the smallest unit."""

    customer: Any
    day: Any
    amount: Any
    was_refunded: Any


class Lines(NamedTuple):
    """Whoever has bought what, when last, and in how many orders; in the order of days."""

    customer: Any
    product: Any
    day: Any
    times: Any


def orders(facts: Mapping[str, Any]) -> Orders:
    return Orders(*_columns(_ORDERS, facts, 4))


def lines(facts: Mapping[str, Any]) -> Lines:
    return Lines(*_columns(_LINES, facts, 4))


def questions(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    """Who wrote to us on which day, in the last two years."""
    customer, day = _columns(_QUESTIONS, facts, 2)
    return customer, day


def contracts(facts: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Whose contract began on which day, and ended on which; -1 while it runs. Days that are none are passed over."""
    customer, begins, ends = _columns(_CONTRACTS, facts, 3)
    return customer, begins, ends


def known(facts: Mapping[str, Any], *, some: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
    """What is known of each customer of whom something stands under the name `left`; of `some`, drawn by lot."""
    with connection.cursor() as cursor:
        raw = cursor.cursor if hasattr(cursor, "cursor") else cursor
        with raw.copy(f"COPY ({_SOME if some else _KNOWN}) TO STDOUT", facts) as copied:
            yield from ((int(customer), json.loads(attributes)) for customer, attributes in copied.rows())


def elsewhere(facts: Mapping[str, Any]) -> list[tuple[str, int]]:
    """How many orders in which other currency, which count for nothing here."""
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, facts)
        return cursor.fetchall()


def _columns(asked: str, facts: Mapping[str, Any], many: int) -> list[Numbers]:
    text = io.BytesIO()
    with connection.cursor() as cursor:
        raw = cursor.cursor if hasattr(cursor, "cursor") else cursor
        with raw.copy(f"COPY ({asked}) TO STDOUT", facts) as copied:
            for part in copied:
                text.write(bytes(part))
    if not text.tell():
        return [np.array([], dtype=np.int64) for _each in range(many)]
    text.seek(0)
    return list(np.loadtxt(text, dtype=np.int64, delimiter="\t", ndmin=2).T)
