"""Ten thousand events in a minute, fifty rules that are switched on, one worker: how far behind do the rules come?"""

import random
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.asking import percentile
from bench.house import House
from bench.table import Measure
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.models import RuleRun
from regulars.conversations.events import ConversationTagged, MessageReceived
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor
from regulars.customers.events import Event
from regulars.customers.models import Reaction, TimelineEvent
from regulars.customers.timeline import position, record

EVENTS, SECONDS = 10_000, 60.0
RULES = 50
LONGEST = 180  # seconds until the rules have caught up
TIMERS = 200
PROMISED = 5.0  # seconds of lag that 95 of 100 events may have
WORDS = ("grinder", "beans", "refund", "late", "wholesale", "subscription", "kettle", "invoice", "broken", "thanks")


def measures(house: House) -> Iterator[Measure]:
    """From the moment that an event is recorded until everything that the rules make of it is committed."""
    house.stop("worker")
    for number in range(RULES):
        save_rule(None, **_rule(number), by=house.facts["agent"])
    house.start("worker")
    several = list(Conversation.objects.filter(merged_into=None).order_by("-pk")[:2000])
    _play(several, count=200, seconds=0)
    _caught_up()
    first, before = position(), house.cpu()
    wall = _play(several, count=EVENTS, seconds=SECONDS)
    behind = _caught_up()
    spent = house.cpu() - before
    lags = _lags(first)
    fired = RuleRun.objects.filter(event_id__gt=first, outcome=RuleRun.Outcome.FIRED).count()
    yield Measure(
        name=f"event for {RULES} rules: lag", size=house.size, n=EVENTS, p50_ms=lags[0], p95_ms=lags[1], cpu_ms=spent / EVENTS * 1000,
        per_second=EVENTS / wall, promise=f"10,000 a minute, p95 lag ≤ {PROMISED:.0f} s (longest {lags[2] / 1000:.1f} s, "
        f"{behind:.1f} s behind at the end, {fired:,} times fired)",
        is_kept=wall <= SECONDS * 1.02 and lags[1] <= PROMISED * 1000,
    )  # fmt: skip
    yield _timers(house, several[:TIMERS])
    house.stop("worker")
    _play(several, count=2000, seconds=0)
    began, before = time.perf_counter(), house.cpu()
    house.start("worker")
    _caught_up()
    wall = time.perf_counter() - began
    yield Measure(
        name="backlog of events, from the worker's start", size=house.size, n=2000, cpu_ms=(house.cpu() - before) / 2000 * 1000,
        per_second=2000 / wall,
    )  # fmt: skip


def _timers(house: House, several: list[Conversation]) -> Measure:
    """Waits that are a minute long soon, one after the other: from when each is, until the timeline says so."""
    began = timezone.now() - timedelta(seconds=50)
    for number, conversation in enumerate(several):
        conversation.status, conversation.waiting_since = "open", began + timedelta(seconds=number / TIMERS * 10)
    Conversation.objects.bulk_update(several, ["status", "waiting_since"])
    first, trigger = position(), {"alarm": "waiting for us", "after": "1 minute"}
    rule = save_rule(
        None,
        name="Waits",
        trigger=trigger,
        conditions={},
        steps=[{"do": "tag", "tag": "waits"}],
        by=house.facts["agent"],
    )
    rung = TimelineEvent.objects.filter(pk__gt=first, kind="conversation.waited", facts__rule=rule.pk)
    while rung.count() < len(several):
        time.sleep(0.2)
    _caught_up()
    since = {conversation.pk: conversation.waiting_since for conversation in several}
    lags = [
        (event.at - since[event.facts["conversation"]] - timedelta(minutes=1)).total_seconds() * 1000 for event in rung
    ]
    return Measure(
        name="timer, from when it is due", size=house.size, n=len(lags), p50_ms=percentile(lags, 50), p95_ms=percentile(lags, 95),
        promise="within a second", is_kept=max(lags) <= 1000 and min(lags) >= 0,
    )  # fmt: skip


def _rule(number: int) -> dict[str, object]:
    """Half answer letters, half tags; of the conditions about one in fifty holds."""
    word = WORDS[number % len(WORDS)]
    steps = [{"do": "set priority", "priority": "high"}, {"do": "note", "text": f"Rule {number} has looked at this."}]
    if number % 2:
        asked = [
            {"field": "customer.attributes.tier", "is": "gold"},
            {"field": "subject", "contains": word},
            {"field": "status", "is": "open"},
        ]
        return {
            "name": f"Letters {number}",
            "trigger": {"event": "message.received"},
            "conditions": {"any": [{"all": asked}, {"field": "number", "is": number}]},
            "steps": steps,
        }
    asked = [
        {"field": "event.tag", "is": word},
        {"field": "event.by", "is": "agent"},
        {"not": {"field": "priority", "is": "urgent"}},
    ]
    return {
        "name": f"Tags {number}",
        "trigger": {"event": "conversation.tagged"},
        "conditions": {"all": asked},
        "steps": steps,
    }


def _play(several: list[Conversation], *, count: int, seconds: float) -> float:
    """Record so many events, evenly over so many seconds, each in a transaction of its own. Returns the seconds it took."""
    chosen = random.Random(7)
    by = Actor("agent", 1)
    began = time.perf_counter()
    for number in range(count):
        conversation = chosen.choice(several)
        with transaction.atomic():
            record(_event(chosen, conversation), customer=conversation.customer_id, by=by)
        time.sleep(max(0.0, began + number * seconds / count - time.perf_counter()))
    return time.perf_counter() - began


def _event(chosen: random.Random, conversation: Conversation) -> Event:
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    if chosen.random() < 0.9:
        return MessageReceived(**where, message=0, channel="email")
    return ConversationTagged(**where, tag=chosen.choice(WORDS) if chosen.random() < 0.2 else "other")


def _caught_up() -> float:
    """Wait until nothing is owed. Returns the seconds."""
    began = time.perf_counter()
    while Reaction.objects.filter(state=Reaction.State.WAITING).exists():
        if time.perf_counter() - began > LONGEST:
            raise SystemExit(f"After {LONGEST} s reactions are still waiting.")
        time.sleep(0.02)
    return time.perf_counter() - began


def _lags(first: int) -> list[float]:
    """Milliseconds: median, 95 of 100, longest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - at) * 1000) "
            "FROM customers_reaction AS reaction JOIN customers_timelineevent AS event ON event.id = event_id "
            "WHERE event.id > %s AND reaction.name LIKE %s",
            [first, "regulars.automation.%"],
        )
        return [float(lag) for lag in cursor.fetchone()[0]]
