from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.assign import assign
from regulars.conversations.adding import locked
from regulars.conversations.models import Conversation
from regulars.customers.actor import By
from regulars.lib.refusal import refusal
from regulars.team.models import Team


@transaction.atomic
def route(conversation: Conversation, *, team: Team | None = None, by: By) -> None:
    """Put the conversation into a team's queue, as nobody's: the team named, else its topic's, else its own.

    Raises ValidationError("team") when there is none.
    """
    conversation = locked(conversation)
    team = team or (conversation.topic.team if conversation.topic else None) or conversation.team
    if team is None:
        raise refusal("team", _("Say whose queue: it has no team, and no topic that leads to one."))
    assign(conversation, agent=None, team=team, by=by)
