"""What undoes a step, as it is known before the step is done. A step that is not here stays: what was said is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from regulars.automation.capabilities import PRIORITY
from regulars.automation.steps import Step, say_step
from regulars.conversations.models import Conversation
from regulars.conversations.tagging import tag_name

WORDS = {choice.stored: choice.word for choice in PRIORITY.choices}


def _owners(conversation: Conversation, _step: Step) -> list[Step]:
    return [{"do": "assign", "agent": conversation.assignee_id, "team": conversation.team_id}]


def _topic(conversation: Conversation, step: Step) -> list[Step]:
    return [
        {"do": "set topic", "topic": conversation.topic_id},
        *_owners(conversation, step),
    ]  # it may have led to a queue


def _untagged(conversation: Conversation, step: Step) -> list[Step]:
    return [] if tag_name(step["tag"]) in conversation.tags else [{"do": "untag", "tag": step["tag"]}]


def _tagged(conversation: Conversation, step: Step) -> list[Step]:
    return [{"do": "tag", "tag": step["tag"]}] if tag_name(step["tag"]) in conversation.tags else []


def _priority(conversation: Conversation, _step: Step) -> list[Step]:
    return [{"do": "set priority", "priority": WORDS[conversation.priority]}]


UNDONE_BY: dict[str, Callable[[Conversation, Step], list[Step]]] = {
    "assign": _owners,
    "route": _owners,
    "set topic": _topic,
    "set priority": _priority,
    "tag": _untagged,
    "untag": _tagged,
    "resolve": lambda conversation, _step: [] if conversation.is_resolved else [{"do": "reopen"}],
    "reopen": lambda conversation, _step: [{"do": "resolve"}] if conversation.is_resolved else [],
}


@dataclass
class Done:
    """What steps have done in words, what undoes them, and what of them stays whatever is undone."""

    said: list[str] = field(default_factory=list)
    undone_by: list[Step] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)

    def note(self, conversation: Conversation, step: Step) -> None:
        """Before the step is done: the last of them is undone first."""
        if step["do"] in UNDONE_BY:
            self.undone_by = UNDONE_BY[step["do"]](conversation, step) + self.undone_by
        else:
            self.stays.append(say_step({"do": step["do"]}))
