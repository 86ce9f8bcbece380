from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationAssigned
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.team.models import Agent, Team


@transaction.atomic
def assign(conversation: Conversation, *, agent: Agent | None = None, team: Team | None = None, by: By) -> None:
    """Give the conversation to an agent, to a team, to both, or (neither) to nobody. Raises ValidationError("agent")."""
    if agent is not None and not agent.is_active:
        raise refusal("agent", _("%s does not work here any more.") % agent)
    conversation = locked(conversation)
    if agent is not None and not agent.sees_inbox(conversation.inbox_id):
        raise refusal("agent", _("%s does not work in this inbox.") % agent)
    if (conversation.assignee_id, conversation.team_id) == (agent and agent.pk, team and team.pk):
        return
    before = _whose(conversation.assignee, conversation.team)
    conversation.assignee, conversation.team = agent, team
    if agent is not None:
        conversation.assistant_until = None
    conversation.save(update_fields=["assignee", "team", "assistant_until"])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    whose = {"agent": agent and agent.pk, "team": team and team.pk, "to": _whose(agent, team)}
    event = ConversationAssigned(**where, **whose, before=before)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def _whose(agent: Agent | None, team: Team | None) -> str:
    return str(agent or team or _("nobody"))
