"""Segments over many customers with fifty events each: all of them asked anew, and what is behind after a change, beside plain SQL.

`--members 1000000` is the promise: 50 million events in twelve months.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import date, timedelta
from typing import Any

from bench import house

EVENTS, MONTHS, DEEDS = 50, 12, ("Product Viewed", "Product Added", "Order Completed", "page", "Support Opened")
CHANGED = 5_000  # customers whose facts change at once
FILL = """
    INSERT INTO customers_customer (id, name, language, time_zone, attributes, created_at)
        SELECT n, 'Customer ' || n, '', '', jsonb_build_object('tier', (ARRAY['bronze', 'silver', 'gold'])[1 + n %% 3]), now()
        FROM generate_series(%(first)s, %(last)s) AS n;
    INSERT INTO behaviour_trail (id, source_id, key, customer_id, began_at)
        SELECT n, %(source)s, 'u:b' || n, n, now() FROM generate_series(%(first)s, %(last)s) AS n;
    INSERT INTO behaviour_done (month, message, trail_id, deed_id, at, properties)
        SELECT date_trunc('month', at)::date, gen_random_uuid(), n, %(deed)s + mod(hashint8(n * 64 + e) & 1023, 5), at, '{}'
        FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, %(events)s) AS e,
            LATERAL (SELECT now() - (mod(hashint8(n * 97 + e) & 1048575, %(days)s * 24) || ' hours')::interval AS at) AS happened;
"""
TIDY = """
    INSERT INTO behaviour_tally (trail_id, deed_id, times, first_at, last_at)
        SELECT trail_id, deed_id, count(*), min(at), max(at) FROM behaviour_done GROUP BY 1, 2;
    ANALYZE customers_customer; ANALYZE behaviour_trail; ANALYZE behaviour_done; ANALYZE behaviour_tally;
"""
SEGMENTS: dict[str, Any] = {
    "at least 3 orders ever": {"field": "did.Order Completed", "at least": 3},
    "3 looks within 30 days": {"field": "did within.30.Product Viewed", "at least": 3},
    "gold, no order for 60 days": {
        "all": [
            {"field": "attributes.tier", "is": "gold"},
            {"field": "last did.Order Completed", "more than … ago": "60 days"},
        ]
    },
    "left a cart": {"field": "cart left", "more than … ago": "1 day"},
}
FLOORS = {
    "at least 3 orders ever": "SELECT trail_id FROM behaviour_tally WHERE deed_id = %(order)s AND times >= 3",
    "3 looks within 30 days": """SELECT trail_id FROM behaviour_done WHERE deed_id = %(look)s AND at > now() - interval '30 days'
        AND month >= date_trunc('month', now() - interval '32 days') GROUP BY 1 HAVING count(*) >= 3""",
}


def main(options: argparse.Namespace) -> int:
    with house.opened(size=0) as opened:
        opened.stop("worker")
        deeds = fill(options.members)
        for name, rule in SEGMENTS.items():
            _rebuild(name, rule, options.members, deeds)
        _incremental(options.members)
    return 0


def fill(members: int) -> dict[str, int]:
    """Customers, their trails and events. Returns the ids of what is done, by name."""
    from django.db import connection

    from regulars.behaviour.models import Deed, Source
    from regulars.behaviour.writing import make_months

    began = time.perf_counter()
    source = Source.objects.create(name="Bench", kind="server")
    deeds = Deed.objects.bulk_create([Deed(name=name) for name in DEEDS])
    today = date.today()
    make_months({(today - timedelta(days=days)).replace(day=1) for days in range(31 * MONTHS)})
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SELECT coalesce(max(id), 0) FROM customers_customer")
        start = cursor.fetchone()[0] + 1
        for first in range(start, start + members, 20_000):
            last = min(first + 19_999, start + members - 1)
            words = {
                "first": first,
                "last": last,
                "source": source.pk,
                "deed": deeds[0].pk,
                "events": EVENTS,
                "days": 30 * MONTHS,
            }
            cursor.execute(FILL, words)
        cursor.execute(TIDY)
        for table in ("customers_customer", "behaviour_trail"):
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    print(
        f"{members:,} customers, {members * EVENTS:,} events, filled in {time.perf_counter() - began:.0f} s", flush=True
    )
    return {each.name: each.pk for each in deeds}


def _rebuild(name: str, rule: Any, members: int, deeds: dict[str, int]) -> None:
    from django.db import connection

    from regulars.segments.actions.build import build
    from regulars.segments.actions.save_segment import save_segment

    segment = save_segment(None, name=name, conditions=rule, by=None)
    began = time.perf_counter()
    while build():
        segment.refresh_from_db()
        if not segment.is_building:
            break
    spent = time.perf_counter() - began
    floor = ""
    if name in FLOORS:
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({FLOORS[name]}) AS them", {"order": deeds[DEEDS[2]], "look": deeds[DEEDS[0]]}
            )
            found = cursor.fetchone()[0]
        floor = f", plain SQL {time.perf_counter() - began:.1f} s ({found:,})"
    print(
        f"  rebuild {name}: {spent:.1f} s, {members / spent:,.0f} customers/s, {segment.size:,} in it{floor}",
        flush=True,
    )


def _incremental(members: int) -> None:
    from regulars.customers.changes import changed
    from regulars.customers.models import Customer
    from regulars.segments.actions.follow import follow

    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[: members : max(1, members // CHANGED)])
    while follow():
        pass
    lags = []
    for pk in ids[:50]:
        changed([pk])
        began = time.perf_counter()
        follow()
        lags.append((time.perf_counter() - began) * 1000)
    changed(ids)
    began = time.perf_counter()
    while follow():
        pass
    spent = time.perf_counter() - began
    quick = statistics.quantiles(lags, n=20)
    print(
        f"  one change, {len(SEGMENTS)} segments: p50 {statistics.median(lags):.1f} ms, p95 {quick[-1]:.1f} ms",
        flush=True,
    )
    print(f"  {len(ids):,} changes at once: {spent:.1f} s, {len(ids) / spent:,.0f} customers/s", flush=True)
