"""What the assistant may do for agents in a conversation, and what a model is given of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from regulars.assistant.asking import NotSaid, Said, ask
from regulars.assistant.models import Duty, Provider, Task
from regulars.assistant.models.hint import Hint
from regulars.conversations.models import Conversation, Message
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.models import Agent

MESSAGES, LONGEST, ALL = 40, 3000, 24_000  # the newest; characters of each, and of all
DETECTED, LIKE_OTHERS = "detector", "alike"  # how hints are made without a model that writes


def tasks_in(conversation: Conversation) -> set[str]:
    """What the house lets the assistant do here for agents."""
    if Provider.current().is_stopped:
        return set()
    duties = Duty.objects.filter(inbox=conversation.inbox_id).exclude(way=Duty.Way.OFF)
    return set(duties.values_list("task", flat=True)) - {Task.ANSWER, Task.PROPOSE}


def check_may(conversation: Conversation, task: str) -> None:
    """Raises ValidationError("assistant") where this is none of its duties."""
    if task not in tasks_in(conversation):
        raise refusal(
            "assistant", _("The assistant may not do this in this inbox. Settings → Assistant says what it may.")
        )


def asked_model(
    task: str, instructions: str, data: Any, *, output: Any, conversation: Conversation, by: Agent | None
) -> Said:
    """The model's answer to an agent. Raises ValidationError("assistant") in words when there is none."""
    try:
        return ask(task, instructions=instructions, data=data, output=output, conversation=conversation, agent=by)
    except NotSaid as problem:
        raise refusal("assistant", _("The model has not answered: %s.") % str(problem)[:200], "silent") from None


def thread_of(conversation: Conversation) -> list[dict[str, str]]:
    """What was said, the newest messages, in their order. Notes are ours, and say so."""
    said: list[dict[str, str]] = []
    left = ALL
    for message in conversation.messages.order_by("-position")[:MESSAGES]:
        text = (message.visible_text or message.text)[: min(LONGEST, left)]
        left -= len(text)
        if text:
            said.insert(0, {"by": _speaker(message), "text": text})
    return said


def newest_question(conversation: Conversation) -> Message | None:
    """What the customer wrote last, themselves."""
    written = conversation.messages.filter(kind=Message.Kind.IN, is_automatic=False)
    return written.order_by("position").last()


def words_of(message: Message) -> str:
    return (message.visible_text or message.text).strip()


def keep_hints(conversation: Conversation, hints: Sequence[Hint], *, by: Agent | None) -> list[Hint]:
    """These take the place of what was suggested of their kinds before."""
    kinds = {hint.kind for hint in hints}
    Hint.objects.filter(conversation=conversation, kind__in=kinds, state=Hint.State.OPEN).delete()
    for hint in hints:
        hint.conversation, hint.asked_by, hint.text = conversation, by, storable(hint.text)
        hint.save()
    return list(hints)


def _speaker(message: Message) -> str:
    if message.kind == Message.Kind.IN:
        return "customer"
    return "team, among themselves" if message.kind == Message.Kind.NOTE else "shop"
