"""When an answer in the chat can be expected: by our hours, and by how long the last chats waited for theirs."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from math import ceil
from statistics import median

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.conversations.models import Conversation, Inbox
from regulars.lib.hours import Hours, HoursProblem
from regulars.team.days import house_calendar

LOOKED_BACK = timedelta(days=7)
FEWEST = 3  # chats that say something about the next one
KEPT = timedelta(seconds=30)
kept: dict[int, tuple[datetime, timedelta | None]] = {}  # until when, by inbox
MOST = 500  # conversations that are looked at, the newest: every page of a shop asks


def expected(inbox: Inbox, *, now: datetime | None = None) -> str:
    """“An answer takes about 4 minutes”, or when we are back."""
    now, hours = now or timezone.now(), hours_of(inbox)
    if hours and not hours.is_open(now):
        return _back(hours.next_open(now), hours.zone)
    wait = _kept_wait(inbox, hours, now=now)
    if wait is None:
        return _("We answer here, or by mail when you are gone.")
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if minutes < 90:
        return ngettext("An answer takes about %d minute", "An answer takes about %d minutes", minutes) % minutes
    several = ceil(minutes / 60)
    return ngettext("An answer takes about %d hour", "An answer takes about %d hours", several) % several


def is_closed(inbox: Inbox, *, now: datetime | None = None) -> bool:
    """Whether its hours are over; never without any."""
    hours = hours_of(inbox)
    return hours is not None and not hours.is_open(now or timezone.now())


def hours_of(inbox: Inbox) -> Hours | None:
    """Of the inbox's team, or else the house's; None when they are not kept, or cannot be read."""
    calendar = (inbox.team.calendar if inbox.team else None) or house_calendar()
    try:
        return calendar.as_hours() if calendar else None
    except HoursProblem:
        return None


def _kept_wait(inbox: Inbox, hours: Hours | None, *, now: datetime) -> timedelta | None:
    """As this process reckoned it less than half a minute ago: each page of a shop asks, and each visitor who waits, again and again."""
    until, wait = kept.get(inbox.pk, (now, None))
    if until <= now or until > now + KEPT:  # a clock was set back
        kept[inbox.pk] = now + KEPT, (wait := usual_wait(inbox, hours, now=now))
    return wait


def usual_wait(inbox: Inbox, hours: Hours | None, *, now: datetime) -> timedelta | None:
    """The median of what chats of the last week that began in our hours waited for their first answer. None of too few:
    then nothing honest can be said."""
    lately = Conversation.objects.filter(inbox=inbox, last_activity_at__gte=now - LOOKED_BACK)
    newest = lately.order_by("-last_activity_at", "-pk").values_list("channel", "created_at", "replied_at")[:MOST]
    chats = [(began, to) for channel, began, to in newest if channel == "chat" and to and to >= began]
    waits = [to - began for began, to in chats if hours is None or hours.is_open(began)]
    return median(waits) if len(waits) >= FEWEST else None


def _back(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return _("We answer by mail.")
    there = at.astimezone(zone)
    facts = {"day": date_format(there, "l"), "time": date_format(there, "TIME_FORMAT")}
    return _("Back on %(day)s at %(time)s") % facts
