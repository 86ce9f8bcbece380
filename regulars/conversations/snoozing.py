"""Until when a conversation may be put away, as it is offered: in the agent's zone, at the hours when the house is open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.hours import Hours
from regulars.lib.refusal import refusal
from regulars.team.days import house_calendar
from regulars.team.models import Agent, Calendar
from regulars.ui.moments import Times

MORNING = time(9)  # where nobody has said when they are there
SOON = timedelta(hours=3)
EVENING = time(18)


class Until(NamedTuple):
    """One that is offered: its word in the form, what it is called, and when it is."""

    word: str
    label: str
    at: datetime

    @property
    def when(self) -> str:
        """In full, for whoever rests on it."""
        return Times().exact(self.at)

    @property
    def short(self) -> str:
        """ "Mon 9:00", beside the label."""
        return Times().ahead(self.at)


def offered(agent: Agent, *, now: datetime | None = None) -> list[Until]:
    """Later today (as long as there is a later), tomorrow, next week, next month."""
    here = timezone.localtime(now)
    hours = _hours_of(agent)
    today = here.date()
    month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    later = _rounded(here + SOON)
    ends = hours.next_close(here) if hours and hours.is_open(here) else None
    is_late = later.date() != today or later > (ends or datetime.combine(today, EVENING, here.tzinfo))
    several = [
        Until("today", _("Later today"), later),
        Until("tomorrow", _("Tomorrow"), _morning(today + timedelta(days=1), hours, here)),
        Until("week", _("Next week"), _morning(today + timedelta(days=7 - today.weekday()), hours, here)),
        Until("month", _("Next month"), _morning(month, hours, here)),
    ][is_late:]
    return list({each.at: each for each in reversed(several)}.values())[::-1]  # on a Sunday, tomorrow is next week


def until(word: str, picked: str, *, agent: Agent) -> datetime | None:
    """What a form says: one of those that are offered, a time that was picked, or "reply". Raises ValidationError("until")."""
    if word == "reply":
        return None
    if word != "picked":
        found = next((each.at for each in offered(agent) if each.word == word), None)
        if found is not None:
            return found
    try:
        at = datetime.fromisoformat(picked if word == "picked" else word)
    except ValueError:
        raise refusal("until", _("Choose a day and a time.")) from None
    return at if at.tzinfo else timezone.make_aware(at)


def _hours_of(agent: Agent) -> Hours | None:
    calendar = Calendar.objects.filter(teams__members=agent).order_by("pk").first() or house_calendar()
    return calendar.as_hours() if calendar else None


def _morning(day: date, hours: Hours | None, here: datetime) -> datetime:
    """When the house opens on that day; on a day when it stays shut, at nine all the same."""
    start = datetime.combine(day, time(), here.tzinfo)
    opens = hours and (start if hours.is_open(start) else hours.next_open(start))
    local = opens and opens.astimezone(here.tzinfo)
    return (
        local
        if local and local.date() == day and local.time() > time()
        else datetime.combine(day, MORNING, here.tzinfo)
    )


def _rounded(at: datetime) -> datetime:
    """To the next quarter of an hour."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
