"""What a rule, macro, assistant, API or MCP client may do."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Conversation
from regulars.team.models import Agent


def the_conversation(number: int, *, by: Agent) -> Conversation:
    """Raises Http404 also when this agent may not see it."""
    return get_object_or_404(Conversation.objects.visible_to(by), pk=number)


class Capability(NamedTuple):
    act: Callable[..., Any]  # an action: act(thing, by=agent, …)
    find: Callable[..., Any]  # what it acts on, as this agent may see it: find(id, by=agent)


CAPABILITIES = {
    "reply": Capability(reply, the_conversation),
    "note": Capability(note, the_conversation),
    "assign": Capability(assign, the_conversation),
    "resolve": Capability(resolve, the_conversation),
    "reopen": Capability(reopen, the_conversation),
    "tag": Capability(tag, the_conversation),
    "untag": Capability(untag, the_conversation),
    "set priority": Capability(set_priority, the_conversation),
}
