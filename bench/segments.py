"""Segments over many customers with fifty events each: all of them asked anew, and what is behind after a change, beside plain SQL.

`--members 1000000` is the promise: 50 million events in twelve months.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from bench import house
from bench.behaving import DEEDS, EVENTS, fill

CHANGED = 5_000  # customers whose facts change at once
SINGLY = 200  # changes one by one
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
_TALLIED = "SELECT customer_id FROM behaviour_tally JOIN behaviour_trail AS trail ON trail.id = trail_id WHERE deed_id = %(order)s"
FLOORS = {
    "at least 3 orders ever": f"{_TALLIED} AND times >= 3",
    "3 looks within 30 days": """SELECT customer_id FROM behaviour_done JOIN behaviour_trail AS trail ON trail.id = trail_id
        WHERE deed_id = %(look)s AND at > now() - interval '30 days' AND month >= date_trunc('month', now() - interval '32 days')
        GROUP BY 1 HAVING count(*) >= 3""",
    "gold, no order for 60 days": f"""{_TALLIED} AND last_at < now() - interval '60 days'
        AND customer_id IN (SELECT id FROM customers_customer WHERE attributes ->> 'tier' = 'gold')""",
    "left a cart": """SELECT customer_id FROM behaviour_tally JOIN behaviour_trail AS trail ON trail.id = trail_id GROUP BY 1
        HAVING max(last_at) FILTER (WHERE deed_id = %(added)s) > coalesce(max(last_at) FILTER (WHERE deed_id = %(order)s), '-infinity')
        AND max(last_at) FILTER (WHERE deed_id = %(added)s) < now() - interval '1 day'""",
}


def main(options: argparse.Namespace) -> int:
    with house.opened(size=0) as opened:
        opened.stop("worker")
        deeds, spent = _timed(lambda: fill(options.members))
        print(
            f"{options.members:,} customers, {options.members * EVENTS:,} events, filled in {spent:.0f} s", flush=True
        )
        for name, rule in SEGMENTS.items():
            _preview(name, rule)
            _rebuild(name, rule, options.members, deeds)
        _incremental(options.members)
        _by_the_clock()
    return 0


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the seconds it took."""
    began = time.perf_counter()
    return act(), time.perf_counter() - began


def _preview(name: str, rule: Any) -> None:
    from regulars.segments.queries import size_of

    size, spent = _timed(lambda: size_of(rule))
    told = f"{'' if size.is_exact else 'about '}{size.number:,}" if size else "no number"
    print(f"  preview {name}: {spent:.1f} s, {told}", flush=True)


def _rebuild(name: str, rule: Any, members: int, deeds: dict[str, int]) -> None:
    from django.db import connection

    from regulars.segments.actions.build import build
    from regulars.segments.actions.save_segment import save_segment

    segment = save_segment(None, name=name, conditions=rule, by=None)

    def build_all() -> None:
        while build():
            segment.refresh_from_db()
            if not segment.is_building:
                return

    def floor() -> int:
        with connection.cursor() as cursor:
            said = {"look": deeds[DEEDS[0]], "added": deeds[DEEDS[1]], "order": deeds[DEEDS[2]]}
            cursor.execute(f"SELECT count(*) FROM ({FLOORS[name]}) AS them", said)
            return cursor.fetchone()[0]

    _nothing, spent = _timed(build_all)
    found, plain = _timed(floor)
    print(
        f"  rebuild {name}: {spent:.1f} s, {members / spent:,.0f} customers/s, {segment.size:,} in it; plain SQL {plain:.1f} s ({found:,})",
        flush=True,
    )


def _incremental(members: int) -> None:
    """Facts change of one, again and again, and of many at once."""
    from regulars.customers.changes import changed
    from regulars.customers.models import Customer
    from regulars.segments.actions.follow import follow

    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[: members : max(1, members // CHANGED)])
    _drained(follow)
    lags = []
    for pk in ids[:SINGLY]:
        changed([pk])
        lags.append(_timed(follow)[1] * 1000)
    quick = statistics.quantiles(lags, n=20)
    print(
        f"  one change, {len(SEGMENTS)} segments: p50 {statistics.median(lags):.1f} ms, p95 {quick[-1]:.1f} ms",
        flush=True,
    )
    changed(ids)
    _taken, spent = _timed(lambda: _drained(follow))
    print(f"  {len(ids):,} changes at once: {spent:.1f} s, {len(ids) / spent:,.0f} customers/s", flush=True)
    idle = [_timed(follow)[1] * 1000 for _again in range(50)]
    print(f"  nothing to do: p50 {statistics.median(idle):.2f} ms a look", flush=True)


def _by_the_clock() -> None:
    """Nothing changes but the hour: those whom it turns over next are asked again."""
    from regulars.segments.actions.follow import follow
    from regulars.segments.models import Flip

    due = list(Flip.objects.order_by("at")[:CHANGED])
    now = timezone.now()
    for each in due:
        each.at = now
    Flip.objects.bulk_update(due, ["at"], batch_size=1000)
    _taken, spent = _timed(lambda: _drained(follow))
    print(f"  {len(due):,} turns of the clock: {spent:.1f} s, {len(due) / spent:,.0f} customers/s", flush=True)


def _drained(follow: Callable[[], int]) -> int:
    taken = 0
    while number := follow():
        taken += number
    return taken
