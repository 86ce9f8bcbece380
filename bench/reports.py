"""Dashboards at any size, and how fast numbers follow: everything read the first time, and what has changed since."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.asking import Visitor, measured, page_and_floor
from bench.table import Measure

if TYPE_CHECKING:
    from bench.house import House

_TAG, _PRIORITY = quote('{"field": "tags", "has": "refund"}'), quote('{"field": "priority", "is not": "urgent"}')
_SUBJECT = quote('{"field": "subject", "contains": "refund"}')  # of which nothing is added up
PATHS = {
    "dashboard, 30 days": "/reports?days=30",
    "dashboard, 12 months": "/reports?days=365",
    "quality, 90 days": "/reports/quality?days=90",
    "team, 90 days": "/reports/team?days=90",
    "team, 12 months": "/reports/team?days=365",
    "topics, 12 months": "/reports/topics?days=365",
    "of a tag, 12 months": f"/reports?days=365&conditions={_TAG}",
    "of a priority, 12 months": f"/reports?days=365&conditions={_PRIORITY}",
    "of a subject, 30 days": f"/reports?days=30&conditions={_SUBJECT}",
    "team, of a tag, 30 days": f"/reports/team?days=30&conditions={_TAG}",
    "metric, 30 days": "/reports/metrics/first_reply_time?days=30",
    "arrivals, 12 months": "/reports/arrivals?days=365",
    "customers, 90 days": "/reports/customers?days=90",
    "opinions, 90 days": "/reports/opinions?days=90",
    "now": "/reports/now",
}
CHANGED = 500  # conversations at once
PROMISE = 200  # milliseconds for a dashboard


def measures(house: House) -> Iterator[Measure]:
    yield _read_all(house)
    yield _followed(house)
    house.start("web")
    visitor = Visitor(house, is_program=False)
    for name, path in PATHS.items():
        queries, floor = page_and_floor(house, path, is_program=False)
        one = measured(
            f"reports {name}",
            house,
            lambda _, path=path: visitor.get(path, marker="/reports"),
            n=40,
            queries=queries,
            floor_ms=floor,
        )
        is_kept = one.p95_ms is not None and one.p95_ms <= PROMISE
        yield Measure(**(one.__dict__ | {"promise": f"p95 ≤ {PROMISE}", "is_kept": is_kept}))


def _read_all(house: House) -> Measure:
    """Every conversation, the first time, as the worker does it."""
    from django.db import connection

    from regulars.reports.actions.take_readings import begin_anew, take_readings

    begin_anew()
    began, count = time.monotonic(), 0
    while done := take_readings():
        count += done
    spent = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_reading, reports_total, reports_week")
    return Measure(name="reports read all", size=house.size, n=count, seconds=spent, per_second=count / spent)


def _followed(house: House) -> Measure:
    """From so many changes until every number has followed."""
    from regulars.conversations.models import Conversation
    from regulars.reports.actions.take_readings import take_readings
    from regulars.reports.models import Changed

    newest = Conversation.objects.order_by("-pk").values_list("pk", flat=True)[:CHANGED]
    Changed.objects.bulk_create([Changed(conversation=number) for number in newest])
    began = time.monotonic()
    while take_readings():
        pass
    spent = time.monotonic() - began
    return Measure(name="reports follow", size=house.size, n=CHANGED, seconds=spent, per_second=CHANGED / spent)
