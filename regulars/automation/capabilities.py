"""What a rule, macro, assistant, API or MCP client may do."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.schedule import schedule
from regulars.conversations.actions.send_now import send_now
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.actions.untag import untag
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent


def the_conversation(number: int, *, by: Agent) -> Conversation:
    """Raises Http404 also when this agent may not see it."""
    return get_object_or_404(Conversation.objects.visible_to(by), pk=number)


def the_answer(number: int, *, by: Agent) -> Message:
    """A message of ours. Raises Http404 also when this agent may not see it."""
    visible = Message.objects.filter(conversation__in=Conversation.objects.visible_to(by), kind=Message.Kind.OUT)
    return get_object_or_404(visible.select_related("conversation"), pk=number)


class Capability(NamedTuple):
    act: Callable[..., Any]  # an action: act(thing, by=agent, …)
    find: Callable[..., Any]  # what it acts on, as this agent may see it: find(id, by=agent)


CAPABILITIES = {
    "reply": Capability(reply, the_conversation),
    "schedule": Capability(schedule, the_answer),
    "send now": Capability(send_now, the_answer),
    "take back": Capability(take_back, the_answer),
    "note": Capability(note, the_conversation),
    "assign": Capability(assign, the_conversation),
    "resolve": Capability(resolve, the_conversation),
    "reopen": Capability(reopen, the_conversation),
    "merge": Capability(merge, the_conversation),
    "unmerge": Capability(unmerge, the_conversation),
    "tag": Capability(tag, the_conversation),
    "untag": Capability(untag, the_conversation),
    "set priority": Capability(set_priority, the_conversation),
}
