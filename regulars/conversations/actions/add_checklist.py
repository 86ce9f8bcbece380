from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.checklists import items_of, put_on
from regulars.conversations.events import ChecklistAdded
from regulars.conversations.models import Checklist, Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def add_checklist(conversation: Conversation, *, checklist: Checklist, by: By) -> None:
    """Put the things of a list on the conversation, those that are not on it yet. Harmless twice."""
    conversation = locked(conversation)
    there = {item.text for item in items_of(conversation)}
    missing = [text for text in checklist.items if text not in there]
    if not missing:
        return
    put_on(conversation, missing, checklist=checklist)
    event = ChecklistAdded(conversation=conversation.pk, inbox=conversation.inbox_id, checklist=checklist.name)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
