"""In which time zone the house's days are meant: “today” begins when its own day does."""

from __future__ import annotations

from datetime import UTC, date, tzinfo
from typing import Any

from django.utils import timezone

from regulars.lib.hours import HoursProblem
from regulars.lib.hours.zones import zone
from regulars.lib.question import Question
from regulars.team.models import Calendar

_house = Question(lambda: Calendar.objects.filter(is_default=True).order_by("pk")[:1])


def house_zone() -> tzinfo:
    """The zone of the house's own calendar; UTC where nobody has said any."""
    calendar = house_calendar()
    return zone_of(calendar and calendar.time_zone)


def house_today() -> date:
    """The house's own day."""
    return timezone.now().astimezone(house_zone()).date()


def house_calendar() -> Calendar | None:
    """What holds for whoever has no calendar of their own; None where nobody has said any."""
    return _house.first()


def house_calendars() -> Any:
    """The name of the house's zone, as a query set of one value."""
    return Calendar.objects.filter(is_default=True).values_list("time_zone", flat=True)


def zone_of(name: str | None) -> tzinfo:
    """The zone of this name, or UTC when there is none."""
    try:
        return zone(name) if name else UTC
    except HoursProblem:
        return UTC
