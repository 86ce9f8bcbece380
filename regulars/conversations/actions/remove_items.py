from collections.abc import Iterable

from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of
from regulars.conversations.events import ChecklistRemoved
from regulars.conversations.models import ChecklistItem, Conversation
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def remove_items(conversation: Conversation, *, items: Iterable[int], by: By) -> None:
    """Take things, by their ids, off the conversation's checklist. Harmless for what is not on it."""
    conversation = locked(conversation)
    gone, _each = ChecklistItem.objects.filter(conversation__in=family_of(conversation), pk__in=list(items)).delete()
    if not gone:
        return
    count_ties(conversation)
    event = ChecklistRemoved(conversation=conversation.pk, inbox=conversation.inbox_id, count=gone)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
