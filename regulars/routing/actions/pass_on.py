from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.routing.actions.give_out import the_queue_of
from regulars.routing.models import RoutingDecision
from regulars.routing.since import there_since
from regulars.routing.waiting import waiting
from regulars.team.models import Team

BATCH = 50


def pass_on(team: Team) -> int:
    """Pass on to the team that stands in what has waited too long in this team's queue: full, or nobody there.

    Once in a wait, so that two teams that stand in for each other do not play with it. Returns how many were passed on.
    """
    if team.overflow_team is None:
        return 0
    late = waiting(team).filter(waiting_since__lte=Now() - timedelta(minutes=team.overflow_after))
    rows = late.order_by("waiting_since").values_list("pk", Now())[:BATCH]
    return sum(_pass(number, team, now - timedelta(minutes=team.overflow_after)) for number, now in rows)


@transaction.atomic
def _pass(number: int, team: Team, before: datetime) -> int:
    found = waiting(team).filter(pk=number).select_for_update(skip_locked=True, of=("self",))
    conversation: Conversation | None = found.first()
    if conversation is None or there_since(conversation) > before or _was_passed_on(conversation):
        return 0
    RoutingDecision.objects.create(
        kind=RoutingDecision.Kind.OVERFLOWED, conversation=conversation, team=team.overflow_team, why="overflow"
    )
    assign(conversation, agent=None, team=team.overflow_team, by=the_queue_of(team))
    return 1


def _was_passed_on(conversation: Conversation) -> bool:
    passed = RoutingDecision.objects.filter(conversation=conversation, kind=RoutingDecision.Kind.OVERFLOWED)
    return passed.filter(at__gte=conversation.waiting_since).exists()
