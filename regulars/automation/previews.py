"""What a rule would have done last week, had there been one: its conditions asked of what happened then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, Exists, Model, OuterRef, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from regulars.automation.fields import fields_for, told_by
from regulars.automation.rulebook import EVERYTHING, Ready
from regulars.automation.timers import due, hours_of
from regulars.automation.triggers import Trigger
from regulars.automation.waits import RESTARTS
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import position
from regulars.lib.conditions import fields_used, matching
from regulars.lib.conditions.asking import condition
from regulars.lib.conditions.reading import read
from regulars.lib.conditions.values import Asked
from regulars.lib.hours import Hours
from regulars.team.days import house_zone

WEEK = timedelta(days=7)
LOOKED = 200_000  # of the newest events: a preview is looked at while one waits
SHOWN = 20
# Of these waits each beginning is a new one; the others go on from the first.
BEGINS_AGAIN = ("quiet", "waiting for customer")


@dataclass(frozen=True)
class Case:
    """Once that it would have fired."""

    at: datetime
    customer: int
    conversation: int | None


@dataclass
class Preview:
    count: int = 0
    cases: list[Case] = field(default_factory=list)  # the newest
    asks_the_present: bool = False  # its conditions are about what may have changed since


def preview(ready: Ready) -> Preview:
    """How often this rule would have fired in the last seven days, by itself and with conversations as they are now."""
    cases = sorted(_waits(ready) if ready.trigger.is_timed else _events(ready), key=lambda case: case.at, reverse=True)
    used = fields_used(ready.tree, ready.fields)
    return Preview(len(cases), cases[:SHOWN], any(not name.startswith("event.") for name in used))


def _recent() -> Any:
    return TimelineEvent.objects.filter(pk__gt=position() - LOOKED)


def _events(ready: Ready) -> Iterator[Case]:
    """The events of its kind that its conditions hold for, in one query."""
    trigger, since = ready.trigger, timezone.now() - WEEK
    happened = _recent().filter(kind=trigger.event.kind, at__gte=since).annotate(said=Cast("facts", TextField()))
    if trigger.is_about_a_conversation:
        happened = happened.annotate(thing=Cast(KT("facts__conversation"), BigIntegerField()))
    thing_of: type[Model] = Conversation if trigger.is_about_a_conversation else Customer
    things = thing_of._default_manager.filter(
        pk=OuterRef("thing" if trigger.is_about_a_conversation else "customer_id")
    )
    if ready.tree != EVERYTHING:
        fields = told_by(ready.fields, said=OuterRef("said"), event_id=OuterRef(OuterRef("pk")))
        things = things.filter(condition(read(ready.tree, fields), Asked(timezone.now(), house_zone())))
    for event in happened.filter(Exists(things)).order_by("-pk"):
        yield Case(event.at, event.customer_id, event.facts.get("conversation"))


def _waits(ready: Ready) -> Iterator[Case]:
    """The waits that lasted for so long, as the timeline tells when they began and ended."""
    now = timezone.now()
    kinds = ready.trigger.the_wait.starts | ready.trigger.the_wait.ends
    since = now - WEEK - max(ready.trigger.after, WEEK)
    happened = _recent().filter(kind__in=kinds, at__gte=since).exclude(about="").order_by("about", "pk")
    numbers = {event.facts.get("conversation") for event in happened}
    teams, hours = dict(Conversation.objects.filter(pk__in=numbers).values_list("pk", "team")), hours_of(ready)
    found = [
        case
        for _about, events in groupby(happened, key=lambda event: event.about)
        for case in _of_one(ready, list(events), now, hours=lambda number: hours(teams.get(number)))
    ]
    conversations = Conversation.objects.filter(pk__in={case.conversation for case in found})
    if ready.tree != EVERYTHING:
        conversations = matching(conversations, ready.tree, fields_for(ready.trigger), now=now, zone=house_zone())
    held = set(conversations.values_list("pk", flat=True))
    yield from (case for case in found if case.conversation in held)


def _of_one(
    ready: Ready, events: list[TimelineEvent], now: datetime, *, hours: Callable[[int | None], Hours | None]
) -> Iterator[Case]:
    number = events[0].facts.get("conversation")
    begun: datetime | None = None
    for event in [*events, None]:
        until = event.at if event else now
        ends = event is None or _ends(ready.trigger, event)
        if begun and ends:
            rung = due(ready, begun, hours=hours(number))
            if rung and now - WEEK <= rung <= until:
                yield Case(rung, events[0].customer_id, number)
            begun = None
        if event and _begins(ready.trigger, event) and (begun is None or ready.trigger.wait in BEGINS_AGAIN):
            begun = event.at


def _begins(trigger: Trigger, event: TimelineEvent) -> bool:
    if event.kind == "conversation.assigned":
        return event.facts.get("agent") is None
    if event.kind in RESTARTS:
        return trigger.wait in ("open", "unassigned", "quiet")
    return event.kind in trigger.the_wait.starts and not event.facts.get("is_automatic")


def _ends(trigger: Trigger, event: TimelineEvent) -> bool:
    if event.kind == "conversation.assigned":
        return event.facts.get("agent") is not None
    return event.kind in trigger.the_wait.ends or trigger.wait in BEGINS_AGAIN
