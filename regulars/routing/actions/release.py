from django.db import transaction

from regulars.conversations.actions.assign import assign
from regulars.conversations.models import Conversation
from regulars.conversations.models.conversation import Conversations
from regulars.customers.actor import SYSTEM
from regulars.routing.actions.give_out import the_queue_of
from regulars.routing.models import RoutingDecision
from regulars.team.models import Agent

BATCH = 50


def release() -> int:
    """Take back what waits for whoever works here no more: into the queue of its team, else as nobody's. Returns how many."""
    gone = list(Agent.objects.filter(is_active=False).values_list("pk", flat=True))
    several = _theirs().filter(assignee__in=gone).order_by("waiting_since") if gone else Conversation.objects.none()
    return sum(_release(number) for number in several.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _release(number: int) -> int:
    """They may be back, or it may have been answered, meanwhile: what is held decides."""
    found = _theirs().filter(pk=number, assignee__is_active=False).select_related("assignee", "team")
    conversation = found.select_for_update(skip_locked=True, of=("self",)).first()
    if conversation is None:
        return 0
    team, agent = conversation.team, conversation.assignee
    RoutingDecision.objects.create(
        kind=RoutingDecision.Kind.TAKEN_BACK, conversation=conversation, team=team, agent=agent, why="gone"
    )
    assign(conversation, agent=None, team=team, by=the_queue_of(team) if team else SYSTEM)
    return 1


def _theirs() -> Conversations:
    return Conversation.objects.open().filter(merged_into=None, waiting_since__isnull=False)
