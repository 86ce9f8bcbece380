from __future__ import annotations

from regulars.channels.chat.lines import conversation_of
from regulars.channels.chat.models import Visitor
from regulars.conversations.actions.resolve import resolve
from regulars.customers.actor import Actor


def end(visitor: Visitor) -> None:
    """A visitor holds the matter to be settled. What they write next opens it again, as ever. Harmless twice."""
    if conversation := conversation_of(visitor):
        resolve(conversation, by=Actor.customer(conversation.customer))
