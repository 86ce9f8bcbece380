"""Support at this moment: numbers about now are asked of what is, not of readings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.reports.asking import Asked
from regulars.reports.figures import figures
from regulars.reports.metrics import METRICS
from regulars.reports.words import length, many, said
from regulars.team.days import house_zone
from regulars.team.models import Agent, Presence

SOON = timedelta(minutes=30)  # before a promise runs out
TODAY = ("conversations", "first_reply_time", "solved", "promises_kept")


class Number(NamedTuple):
    name: str
    value: str
    mood: str = ""
    address: str = ""


def now_on_the_wall(agent: Agent, *, now: datetime | None = None) -> dict[str, list[Number]]:
    """What waits, what is promised, who is there, and how today goes: as this agent may see it."""
    now = now or timezone.now()
    return {"waiting": _waiting(agent, now), "today": _today(agent, now), "there": _there(agent)}


def _waiting(agent: Agent, now: datetime) -> list[Number]:
    ours = Conversation.objects.visible_to(agent).open().filter(merged_into=None, side_of=None)
    found: dict[str, Any] = ours.order_by().aggregate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
        nobodys=Count("pk", filter=Q(assignee=None)),
        late=Count("pk", filter=Q(due_at__lte=now)),
        soon=Count("pk", filter=Q(due_at__gt=now, due_at__lte=now + SOON)),
        since=Min("waiting_since"),
    )
    longest = length((now - found["since"]).total_seconds()) if found["since"] else "–"
    return [
        Number(_("Wait for us"), many(found["waiting"])),
        Number(_("The longest since"), longest),
        Number(_("Late"), many(found["late"]), "bad" if found["late"] else "good"),
        Number(_("Due within 30 minutes"), many(found["soon"]), "soon" if found["soon"] else ""),
        Number(_("Nobody’s"), many(found["nobodys"])),
        Number(_("Open"), many(found["open"])),
    ]


def _today(agent: Agent, now: datetime) -> list[Number]:
    day = now.astimezone(house_zone()).date()
    asked = Asked(day, day, agent, said_span=1)
    found = figures([METRICS[word] for word in TODAY], asked)
    return [
        Number(
            str(each.metric.name),
            said(each.metric, each.value),
            "",
            f"/reports/metrics/{each.metric.word}?{asked.address()}",
        )
        for each in found
    ]


def _there(agent: Agent) -> list[Number]:
    """Who is at the desk, with how many open conversations each; of the inboxes that whoever looks may see."""
    there = Presence.objects.exclude(state=Presence.State.OFFLINE).filter(agent__is_active=True).select_related("agent")
    ours = Conversation.objects.visible_to(agent).open().filter(merged_into=None, side_of=None)
    in_hand = dict(ours.exclude(assignee=None).order_by().values_list("assignee").annotate(Count("pk")))
    return [
        Number(
            each.agent.name, many(in_hand.get(each.agent_id, 0)), "soon" if each.state == Presence.State.AWAY else ""
        )
        for each in there.order_by("agent__name")
    ]
