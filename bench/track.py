"""Events in: requests written down by the web's code, then taken by the worker's, beside a plain INSERT of as many rows.

`--members` is how many people they are of.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import uuid

from bench import house

REQUESTS, TOGETHER = 400, 50  # messages of one request
DEEDS = ("Product Viewed", "Product Added", "Order Completed", "page")
FLOOR = """
    CREATE TEMPORARY TABLE floor (LIKE behaviour_done INCLUDING ALL);
    INSERT INTO floor SELECT date_trunc('month', now())::date, gen_random_uuid(), n, 1, now(), '{}' FROM generate_series(1, %s) AS n
"""


def main(options: argparse.Namespace) -> int:
    with house.opened(size=0) as opened:
        opened.stop("worker")
        _measure(options.members)
    return 0


def _measure(members: int) -> None:
    from django.db import connection
    from django.test import RequestFactory

    from regulars.behaviour.actions.take_arrivals import take_arrivals
    from regulars.behaviour.models import Done, Source
    from regulars.behaviour.views import intake

    source, asking = Source.objects.create(name="Bench", kind="server"), RequestFactory()
    bodies = [
        json.dumps({"writeKey": source.key, "batch": [_message(members) for _ in range(TOGETHER)]})
        for _ in range(REQUESTS)
    ]
    began = time.perf_counter()
    for body in bodies:
        intake.take(asking.post("/v1/batch", body, content_type="application/json"), "batch")
    written = time.perf_counter() - began
    count = REQUESTS * TOGETHER
    print(
        f"{count:,} events in {REQUESTS} requests: written down {count / written:,.0f} events/s, {written / REQUESTS * 1000:.1f} ms a request",
        flush=True,
    )
    for words in ("of new people", "of known people"):
        began = time.perf_counter()
        while take_arrivals():
            pass
        spent = time.perf_counter() - began
        print(f"  taken, {words}: {count / spent:,.0f} events/s", flush=True)
        for body in bodies:
            again = json.loads(body)
            for message in again["batch"]:
                message["messageId"] = str(uuid.uuid4())
            intake.take(asking.post("/v1/batch", json.dumps(again), content_type="application/json"), "batch")
    took = Done.objects.count()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [count])
    print(f"  plain INSERT: {count / (time.perf_counter() - began):,.0f} rows/s ({took:,} events kept)", flush=True)


def _message(members: int) -> dict[str, object]:
    deed = random.choice(DEEDS)
    who = {"userId": f"u-{random.randrange(members)}", "messageId": str(uuid.uuid4())}
    said = {"name": "Heron kettle", "category": "Kettles", "price": 148}
    return who | (
        {"type": "page", "properties": {"path": "/kettles"}}
        if deed == "page"
        else {"type": "track", "event": deed, "properties": said}
    )
