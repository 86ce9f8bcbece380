"""A team's queue: what waits for us and is nobody's, the most urgent first."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower, Now, Trim

from regulars.conversations.models import Conversation
from regulars.lib.languages import base_of
from regulars.loyalty.models import Account
from regulars.routing.models import QueueRules
from regulars.routing.weighing import Want
from regulars.team.models import Team

AHEAD = timedelta(hours=1)  # what a step of priority is worth in waiting: nobody starves behind the urgent


class Waiting(NamedTuple):
    """A conversation in a queue."""

    number: int
    points: int
    skill: int | None
    language: str
    team: int
    inbox: int | None = None

    @property
    def want(self) -> Want:
        return Want(self.points, self.skill, base_of(self.language), self.inbox)


def waiting(*teams: Team) -> QuerySet[Conversation]:
    """What waits in the teams' queues, unordered."""
    open_ = Conversation.objects.open().exclude(assistant_until__gt=Now())
    return open_.filter(team__in=teams, assignee=None, merged_into=None, waiting_since__isnull=False)


def queue(*teams: Team) -> list[Waiting]:
    """In the order in which it is given out, whichever of the teams it waits for."""
    rules = QueueRules.current()
    turn = F("waiting_since") - F("priority") * Value(AHEAD) - _ahead(rules.tiers)
    said = KeyTextTransform("tier", "customer__attributes")
    known = waiting(*teams).annotate(tier=Lower(Trim(Coalesce(said, _theirs(), output_field=TextField()))))
    ordered = known.annotate(turn=ExpressionWrapper(turn, output_field=DateTimeField()))
    return read(ordered.order_by("turn", "pk"), rules)


def read(found: QuerySet[Conversation], rules: QueueRules) -> list[Waiting]:
    """What these conversations ask of whoever answers them."""
    rows = found.values_list("pk", "channel", "topic__skill", "customer__language", "team", "inbox")
    return [Waiting(number, rules.points_of(channel), *facts) for number, channel, *facts in rows]


def _theirs() -> Subquery:
    """The tier in which the customer stands in our own programme."""
    members = Account.objects.open().filter(customer=OuterRef("customer"), status=Account.Status.ACTIVE)
    return Subquery(members.exclude(tier="").order_by("pk").values("tier")[:1])


def _ahead(tiers: dict[str, int]) -> Case | Value:
    """What the customer's tier is worth in waiting."""
    if not tiers:
        return Value(timedelta(0))
    steps = [When(tier=tier, then=Value(timedelta(minutes=minutes))) for tier, minutes in tiers.items()]
    return Case(*steps, default=Value(timedelta(0)), output_field=DurationField())
