"""What follows from an event, and what the machinery around it costs."""

import time
from collections.abc import Iterator

from bench.asking import listening
from bench.house import House
from bench.table import Measure
from regulars.conversations.events import MessageReceived
from regulars.conversations.models import Message
from regulars.customers.actions.react import react
from regulars.customers.models import Customer, Reaction
from regulars.customers.timeline import reactions_to

N = 400


def measures(house: House) -> Iterator[Measure]:
    """Letters of customers whose language is not known yet, which is the dearest case."""
    house.stop("worker")
    while react():
        pass
    letters = Message.objects.filter(kind="in", position=1).order_by("pk")[:N]
    Customer.objects.filter(pk__in=[letter.customer_id for letter in letters]).update(language="")
    owed = [reaction for letter in letters for reaction in _owed(letter)]
    Reaction.objects.bulk_create(owed)
    with listening() as heard:
        done = react()  # the model of languages is loaded here
    queries, own, database = len(heard) / done, time.process_time(), house.cpu()
    began, count = time.perf_counter(), 0
    while some := react():
        count += some
    wall, spent = time.perf_counter() - began, time.process_time() - own + house.cpu() - database
    yield Measure(
        name="reaction", size=house.size, n=count, p50_ms=wall / count * 1000, cpu_ms=spent / count * 1000,
        queries=round(queries), per_second=count / wall,
    )  # fmt: skip


def _owed(letter: Message) -> list[Reaction]:
    from regulars.customers.models import TimelineEvent

    about = TimelineEvent.objects.filter(kind=MessageReceived.kind, about=f"conversation:{letter.conversation_id}")
    event = about.order_by("pk").first()
    return [
        Reaction(event_id=event.pk, customer_id=letter.customer_id, name=name) for name in reactions_to(MessageReceived)
    ]
