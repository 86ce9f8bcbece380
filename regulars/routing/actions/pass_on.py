from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef
from django.db.models.functions import Cast, Now

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.routing.actions.give_out import the_queue_of
from regulars.routing.models import RoutingDecision
from regulars.routing.shifts import has_had, is_at_work
from regulars.routing.since import there_since
from regulars.routing.waiting import waiting
from regulars.team.models import Team

BATCH = 50


def pass_on(team: Team) -> int:
    """Pass on to the team that stands in what has waited too long in this team's queue: full, closed, or nobody there.

    While a team is at work only its working time counts, so that the morning does not pass on the night before anybody could look;
    while it is not, any time does. A team that is not at work itself does not stand in. Once in a wait, so that two teams that
    stand in for each other do not play with it. Returns how many were passed on.
    """
    if team.overflow_team is None:
        return 0
    late = waiting(team).filter(~_passed(), waiting_since__lte=Now() - timedelta(minutes=team.overflow_after))
    rows = list(late.order_by("waiting_since").values_list("pk", "waiting_since", Cast(Now(), DateTimeField()))[:BATCH])
    if not rows or not is_at_work(team.overflow_team, at=rows[0][2]):
        return 0
    return sum(_pass(pk, team, now) for pk, since, now in rows if _is_late(team, since, now))


def _is_late(team: Team, since: datetime, now: datetime) -> bool:
    return has_had(team, team.overflow_after, since=since, now=now)


@transaction.atomic
def _pass(number: int, team: Team, now: datetime) -> int:
    found = waiting(team).filter(~_passed(), pk=number).select_for_update(skip_locked=True, of=("self",))
    conversation: Conversation | None = found.first()
    if conversation is None or not _is_late(team, there_since(conversation), now):
        return 0
    RoutingDecision.objects.create(
        kind=RoutingDecision.Kind.OVERFLOWED, conversation=conversation, team=team.overflow_team, why="overflow"
    )
    assign(conversation, agent=None, team=team.overflow_team, by=the_queue_of(team))
    return 1


def _passed() -> Exists:
    """That it was passed on in this wait already."""
    passed = RoutingDecision.objects.filter(conversation=OuterRef("pk"), kind=RoutingDecision.Kind.OVERFLOWED)
    return Exists(passed.filter(at__gte=OuterRef("waiting_since")))
