from django.db import transaction

from regulars.conversations.checklists import held_with, place_of
from regulars.conversations.events import ItemUnticked
from regulars.conversations.models import ChecklistItem
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def untick(item: ChecklistItem, *, by: By) -> None:
    """One thing of the checklist is to be done after all. Harmless when it was not ticked."""
    conversation, item = held_with(item)
    if item.done_at is None:
        return
    item.done_at = item.done_by = None
    item.save(update_fields=["done_at", "done_by"])
    count_ties(conversation)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    record(ItemUnticked(**where, **place_of(item, conversation)), customer=conversation.customer_id, by=Actor.of(by))
