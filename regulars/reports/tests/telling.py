"""Stories for tests: what was said when, in minutes since a Monday morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from regulars.conversations.actions.reply import reply
from regulars.reports.actions.take_readings import begin_anew, take_readings
from regulars.reports.asking import Asked
from regulars.reports.models import Reading, Total, Week
from regulars.reports.reading import Happened, Said, Story, values_of
from regulars.reports.totals import Row
from seeds.telling import clock
from tests.cast import letter_from

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOOR, TOMAS = 3, 4


def at(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def they(minutes: float) -> Said:
    """A letter of the customer."""
    return Said(at(minutes), False)


def we(minutes: float, agent: int | None = NOOR) -> Said:
    """An answer: of nobody, it is the assistant's."""
    return Said(at(minutes), True, agent)


def then(minutes: float, kind: str, agent: int | None = NOOR) -> Happened:
    return Happened(at(minutes), kind, agent)


def story(*parts: Said | Happened, is_open: bool = True, **facts: Any) -> Story:
    said = tuple(part for part in parts if isinstance(part, Said))
    happened = tuple(part for part in parts if isinstance(part, Happened))
    ends = [part.at for part in happened if part.kind == "resolved"]
    settled_at = None if is_open or not ends else ends[-1]
    began_at = facts.pop("began_at", said[0].at if said else MONDAY)
    return Story(began_at=began_at, is_open=is_open, settled_at=settled_at, said=said, happened=happened, **facts)


def read(told: Story, kind: str) -> list[float]:
    """The values of one kind, lengths in minutes."""
    return [each.value / 60 if each.since else each.value for each in values_of(told) if each.kind == kind]


def follow() -> None:
    """What the worker does when something has changed, and the counts of the views have followed it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM conversations_changed")
    while take_readings():
        pass


def rebuilt() -> tuple[list[str], ...]:
    """What a full reading gives: readings, and totals of days and weeks, without their ids."""
    begin_anew()
    while take_readings():
        pass
    return kept()


def kept() -> tuple[list[str], ...]:
    sums = [field.name for field in Total._meta.fields if field.name != "pk"]
    told = (Reading, Row._fields), (Total, sums), (Week, sums)
    return tuple(sorted(map(str, model.objects.values_list(*names))) for model, names in told)


def asked_by(agent, *, days=30, **facts):
    today = timezone.now().date()
    return Asked(today - timedelta(days=days - 1), today, agent, said_span=days, **facts)


def answered_after(customer, minutes, *, agent, days_ago=3, inbox=None):
    """A conversation that began at noon and was answered so many minutes later: on the same day, whatever the time is now."""
    began = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    with clock.at(began):
        conversation = letter_from(customer, inbox=inbox).conversation
    with clock.at(began + timedelta(minutes=minutes)):
        reply(conversation, text="On its way.", by=agent)
    return conversation
