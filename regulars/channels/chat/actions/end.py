from __future__ import annotations

from django.db import transaction

from regulars.channels.chat.lines import conversation_of, locked
from regulars.channels.chat.models import Visitor
from regulars.conversations.actions.resolve import resolve
from regulars.customers.actor import Actor


@transaction.atomic
def end(visitor: Visitor) -> None:
    """A visitor holds the matter to be settled. What they write next opens it again, as ever. Harmless twice."""
    visitor = locked(visitor.pk)
    if conversation := conversation_of(visitor):
        resolve(conversation, by=Actor.customer(visitor.customer))
