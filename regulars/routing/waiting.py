"""A team's queue: what waits for us and is nobody's, the most urgent first."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value

from regulars.conversations.models import Conversation
from regulars.routing.members import points_of
from regulars.routing.weighing import Want
from regulars.team.models import Team

AHEAD = timedelta(hours=1)  # what a step of priority is worth in waiting: nobody starves behind the urgent


class Waiting(NamedTuple):
    """A conversation in a queue."""

    number: int
    channel: str
    skill: int | None
    language: str
    team: int
    inbox: int | None = None

    @property
    def want(self) -> Want:
        return Want(points_of(self.channel), self.skill, self.language.split("-")[0].lower(), self.inbox)


def waiting(*teams: Team) -> QuerySet[Conversation]:
    """What waits in the teams' queues, unordered."""
    open_ = Conversation.objects.open()
    return open_.filter(team__in=teams, assignee=None, merged_into=None, waiting_since__isnull=False)


def queue(*teams: Team) -> list[Waiting]:
    """In the order in which it is given out, whichever of the teams it waits for."""
    since = ExpressionWrapper(F("waiting_since") - F("priority") * Value(AHEAD), output_field=DateTimeField())
    rows = waiting(*teams).annotate(turn=since).order_by("turn", "pk")
    return [Waiting(*row) for row in rows.values_list("pk", "channel", "topic__skill", "customer__language", "team", "inbox")]
