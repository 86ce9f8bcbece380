"""`record()`, inside a transaction that is open already."""

import time
from collections.abc import Iterator

from django.db import transaction

from bench.asking import listening, percentile, replayed
from bench.house import House
from bench.table import Measure
from regulars.conversations.events import MessageReceived
from regulars.conversations.models import Message
from regulars.customers.actor import Actor
from regulars.customers.timeline import record

N = 500


def measures(house: House) -> Iterator[Measure]:
    house.stop("worker")
    newest = Message.objects.filter(kind="in").select_related("conversation__customer").order_by("-pk").first()
    customer, conversation = newest.conversation.customer, newest.conversation
    event = MessageReceived(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=newest.pk, channel=newest.channel
    )
    times = []
    with transaction.atomic():
        with listening() as heard:
            record(event, customer=customer, by=Actor.customer(customer))
        own, database = time.process_time(), house.cpu()
        for _ in range(N):
            began = time.perf_counter()
            record(event, customer=customer, by=Actor.customer(customer))
            times.append(time.perf_counter() - began)
        spent = time.process_time() - own + house.cpu() - database
        transaction.set_rollback(True)
    yield Measure(
        name="record", size=house.size, n=N, p50_ms=percentile(times, 50) * 1000, p95_ms=percentile(times, 95) * 1000,
        cpu_ms=spent / N * 1000, queries=len(heard), floor_ms=_floor(heard),
    )  # fmt: skip


def _floor(heard: list[tuple[str, object]]) -> float:
    """The insert of the event alone."""
    return replayed([each for each in heard if "customers_timelineevent" in each[0]][:1])
