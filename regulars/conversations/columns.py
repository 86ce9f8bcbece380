"""The cells of a view that looks like a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from regulars.conversations.models import Conversation
from regulars.ui.moments import Times

MOST_TAGS = 3


def cells(conversation: Conversation, columns: Sequence[str], times: Times) -> str:
    """One for each column, in their order."""
    return "".join(
        [f'<span class="cell" data-cell="{name}">{_CELLS[name](conversation, times)}</span>' for name in columns]
    )


def _name(of: str) -> Callable[[Conversation, Times], str]:
    return lambda conversation, _times: escape(str(getattr(conversation, of) or ""), quote=False)


def _moment(of: str) -> Callable[[Conversation, Times], Any]:
    def say(conversation: Conversation, times: Times) -> Any:
        at = getattr(conversation, of)
        return times.moment(at) if at else ""

    return say


def _tags(conversation: Conversation, _times: Times) -> str:
    more = len(conversation.tags) - MOST_TAGS
    chips = [f'<span class="chip">{escape(tag, quote=False)}</span>' for tag in conversation.tags[:MOST_TAGS]]
    return "".join([*chips, f" +{more}"] if more > 0 else chips)


_CELLS: dict[str, Callable[[Conversation, Times], Any]] = {
    "subject": _name("subject"),
    "assignee": _name("assignee"),
    "team": _name("team"),
    "topic": _name("topic"),
    "tags": _tags,
    "inbox": _name("inbox"),
    "channel": _name("channel"),
    "created": _moment("created_at"),
    "waiting": _moment("waiting_since"),
    "promise": lambda conversation, times: times.left(conversation.due_at, soon=30) if conversation.due_at else "",
}
