from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.conversations.models.conversation import Conversations
from regulars.routing.actions.give_out import the_queue_of
from regulars.routing.models import RoutingDecision
from regulars.routing.since import there_since
from regulars.team.models import Presence, Team

BATCH = 50


def recall(team: Team) -> int:
    """Take back into the queue what waits for somebody of the team who is away or offline for longer than the team allows.

    What was given to them while they were gone has as long. Returns how many were taken back.
    """
    if team.gives_back_after is None:
        return 0
    allowed = timedelta(minutes=team.gives_back_after)
    several = _theirs(team).filter(assignee__presence__left_at__lte=Now() - allowed, waiting_since__lte=Now() - allowed)
    rows = several.order_by("waiting_since").values_list("pk", "assignee", Now())[:BATCH]
    return sum(_take(number, agent, team, now - allowed) for number, agent, now in rows)


@transaction.atomic
def _take(number: int, agent: int, team: Team, before: datetime) -> int:
    """They may have come back, or answered, meanwhile: what is held decides."""
    presence = Presence.objects.select_for_update().get(pk=agent)
    if presence.left_at is None or presence.left_at > before:
        return 0
    conversation = (
        _theirs(team).filter(pk=number, assignee=agent).select_for_update(skip_locked=True, of=("self",)).first()
    )
    if conversation is None or there_since(conversation) > before:
        return 0
    RoutingDecision.objects.create(
        kind=RoutingDecision.Kind.TAKEN_BACK, conversation=conversation, team=team, agent_id=agent, why=presence.state
    )
    assign(conversation, agent=None, team=team, by=the_queue_of(team))
    return 1


def _theirs(team: Team) -> Conversations:
    """What waits for somebody of the team who is known to be gone."""
    waits = Conversation.objects.open().filter(team=team, merged_into=None, waiting_since__isnull=False)
    return waits.filter(assignee__presence__left_at__isnull=False)
