from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.note import note
from regulars.conversations.adding import locked
from regulars.conversations.events import TeamTold
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.team.models import Agent, Team


@transaction.atomic
def tell(
    conversation: Conversation, *, text: str, agent: Agent | None = None, team: Team | None = None, by: By
) -> Message:
    """Tell an agent or a team something about the conversation: a note in it, and a word on their screens.

    With neither, whoever it belongs to is told; when it is nobody's, everybody. Raises ValidationError: "text", "agent".
    """
    if agent is not None and not agent.is_active:
        raise refusal("agent", _("%s does not work here any more.") % agent)
    conversation = locked(conversation)
    if agent is None and team is None:
        agent, team = conversation.assignee, conversation.team
    written = note(conversation, text=text, by=by)
    event = TeamTold(
        conversation=conversation.pk,
        inbox=conversation.inbox_id,
        message=written.pk,
        to=str(agent or team or _("everybody")),
        agents=_told(agent, team),
    )
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    return written


def _told(agent: Agent | None, team: Team | None) -> list[int]:
    if agent is not None:
        return [agent.pk]
    people = Agent.objects.active() if team is None else Agent.objects.active().filter(teams=team)
    return list(people.values_list("pk", flat=True))
