"""Which macros an agent is offered in a conversation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.automation.capabilities import CAPABILITIES
from regulars.automation.models import Macro
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation
from regulars.conversations.placeholders import Scene, filled_to_check
from regulars.lib.conditions import holds
from regulars.lib.html import html_from_text
from regulars.team.models import Agent

MOST = 200  # macros in a menu
EVERYWHERE = ({}, {"all": []})


def offered(conversation: Conversation, *, agent: Agent, words: str = "") -> list[Macro]:
    """Those whose conditions hold, and whose name has all these words, by name."""
    found = Macro.objects.filter(is_active=True)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return [each for each in found.order_by("name")[:MOST] if is_offered(each, conversation=conversation, agent=agent)]


def is_offered(macro: Macro, *, conversation: Conversation, agent: Agent) -> bool:
    return macro.is_active and _may(macro, agent) and _holds(macro, conversation, agent)


def _may(macro: Macro, agent: Agent) -> bool:
    """Whether the agent's role includes each of its steps."""
    return all(CAPABILITIES[each["do"]].needs in agent.rights for each in macro.steps if each.get("do") in CAPABILITIES)


def answer_of(macro: Macro, *, conversation: Conversation, agent: Agent) -> str:
    """What it would answer, as HTML for the composer: places that nothing fills here are left to be seen."""
    scene = Scene(by=agent, customer=conversation.customer, conversation=conversation)
    texts = [step.get("text", "") for step in macro.steps if step.get("do") == "reply"]
    return html_from_text("\n\n".join(filled_to_check(text, scene) for text in texts))


def _holds(macro: Macro, conversation: Conversation, agent: Agent) -> bool:
    if macro.conditions in EVERYWHERE:  # most are, and there is nothing to ask
        return True
    asked = {"now": timezone.now(), "zone": timezone.get_current_timezone(), "asker": agent}
    try:
        return holds(macro.conditions, conversation, CONVERSATION_FIELDS, **asked)
    except ValidationError:  # it asks about what has been taken away since
        return False
