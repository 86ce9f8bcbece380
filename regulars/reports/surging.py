"""Topics in the last hour, beside the same hour of days like it: of the weeks before, or of holidays and days of rest."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.reports.adding import rows
from regulars.reports.models import Surge
from regulars.reports.unusual import Hour
from regulars.team.days import house_calendar
from regulars.team.models import Agent

DAYS = 8  # like this one, that are looked at
FARTHEST = 26  # weeks back for them
AN_HOUR = timedelta(hours=1)
BEFORE = timedelta(hours=1)  # the letters that made it a surge came before it was seen


def hours(now: datetime) -> dict[int | None, Hour]:
    """The last hour of each topic about which anybody wrote in it."""
    looked = [now, *alike(now)]
    found: dict[int | None, list[tuple[int, int]]] = defaultdict(lambda: [(0, 0)] * len(looked))
    for place, topic, number, customers in rows(_HOURS, [AN_HOUR, looked]):
        found[topic][place - 1] = (number, customers)
    return {
        topic: Hour(days[0][0], days[0][1], [number for number, _customers in days[1:]])
        for topic, days in found.items()
        if days[0][0]
    }


def alike(now: datetime) -> list[datetime]:
    """This time of the clock on days like this one, newest first: the same day of the weeks before, but for holidays.

    On a holiday of the house: on holidays and days of rest, for who writes then writes as on those.
    """
    calendar = house_calendar()
    if calendar is None:
        return [now - timedelta(weeks=week) for week in range(1, DAYS + 1)]
    hours = calendar.as_hours()
    here = now.astimezone(hours.zone)
    before = (here - timedelta(days) for days in range(1, 7 * FARTHEST + 1))
    if hours.is_holiday(here.date()):
        like = (each for each in before if hours.is_holiday(each.date()) or each.weekday() == hours.day_of_rest)
    else:
        like = (each for each in before if each.weekday() == here.weekday() and not hours.is_holiday(each.date()))
    return list(islice(like, DAYS))


def affected(surge: Surge, *, agent: Agent) -> QuerySet[Conversation]:
    """The conversations that it is made of, as far as this agent may see them."""
    found = Conversation.objects.visible_to(agent).filter(topic=surge.topic, merged_into=None, side_of=None)
    found = found.filter(created_at__gte=surge.opened_at - BEFORE)
    return (found.filter(created_at__lte=surge.closed_at) if surge.closed_at else found).order_by("-created_at")


def name_of(surge: Surge) -> str:
    return surge.topic.name if surge.topic else _("Without a topic")


def draft_notice(surge: Surge) -> str:
    """Words to begin with, for whoever is affected."""
    return _(
        "Hello,\n\nmany customers write to us about “%(topic)s” just now, and you are one of them. We know of it and are looking "
        "into it. You need not write again: we will tell you here as soon as it is settled.\n"
    ) % {"topic": name_of(surge)}


_HOURS = """
    SELECT place, topic, count(*), count(DISTINCT customer) FROM (
        SELECT %s::interval AS length, until, place FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS each (until, place)
    ) AS looked JOIN reports_reading AS reading ON kind = 'begun' AND at > until - length AND at <= until
        AND day BETWEEN (until - length)::date - 1 AND until::date + 1
    GROUP BY place, topic
"""
