"""Topics in the last hour, beside the same hour of the weeks before."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.reports.adding import rows
from regulars.reports.models import Surge
from regulars.reports.unusual import Hour
from regulars.team.models import Agent

WEEKS = 8
AN_HOUR, A_WEEK = timedelta(hours=1), timedelta(weeks=1)
BEFORE = timedelta(hours=1)  # the letters that made it a surge came before it was seen


def hours(now: datetime) -> dict[int | None, Hour]:
    """The last hour of each topic about which anybody wrote in it."""
    found: dict[int | None, list[tuple[int, int]]] = defaultdict(lambda: [(0, 0)] * (WEEKS + 1))
    for week, topic, number, customers in rows(_HOURS, [AN_HOUR, now, WEEKS]):
        found[topic][week] = (number, customers)
    return {
        topic: Hour(weeks[0][0], weeks[0][1], [number for number, _customers in weeks[1:]])
        for topic, weeks in found.items()
        if weeks[0][0]
    }


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
    SELECT week, topic, count(*), count(DISTINCT customer) FROM (
        SELECT %s::interval AS length, week, %s::timestamptz - week * interval '7 days' AS until FROM generate_series(0, %s) AS week
    ) AS looked JOIN reports_reading AS reading ON kind = 'begun' AND at > until - length AND at <= until
        AND day BETWEEN (until - length)::date - 1 AND until::date + 1
    GROUP BY week, topic
"""
