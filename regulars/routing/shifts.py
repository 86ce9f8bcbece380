"""Whether a team is at work, and for how long it has been, by its own calendar or the house's."""

from __future__ import annotations

from datetime import datetime, timedelta

from regulars.lib.hours import Hours, HoursProblem
from regulars.team.days import house_calendar
from regulars.team.models import Team


def hours_of_team(team: Team) -> Hours | None:
    """Its hours, or the house's; None when nobody has said any, and it is always at work."""
    calendar = team.calendar or house_calendar()
    try:
        return calendar.as_hours() if calendar else None
    except HoursProblem:
        return None


def is_at_work(team: Team, *, at: datetime) -> bool:
    hours = hours_of_team(team)
    return hours is None or hours.is_open(at)


def has_had(team: Team, minutes: int, *, since: datetime, now: datetime) -> bool:
    """Whether so many minutes have passed: of its working time while it is at work, and of any time while it is not."""
    hours, length = hours_of_team(team), timedelta(minutes=minutes)
    if hours is None or not hours.is_open(now):
        return now - since >= length
    return hours.elapsed(since, now) >= length
