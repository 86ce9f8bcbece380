from django.db import transaction
from django.utils import timezone

from regulars.conversations.checklists import held_with, place_of, say_if_done
from regulars.conversations.events import ItemTicked
from regulars.conversations.models import ChecklistItem
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record


@transaction.atomic
def tick(item: ChecklistItem, *, by: By) -> None:
    """One thing of the checklist is done. Harmless twice: it stays whose it was."""
    conversation, item = held_with(item)
    if item.done_at is not None:
        return
    item.done_at, item.done_by = timezone.now(), agent_of(by)
    item.save(update_fields=["done_at", "done_by"])
    count_ties(conversation)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    record(ItemTicked(**where, **place_of(item, conversation)), customer=conversation.customer_id, by=Actor.of(by))
    say_if_done(conversation, by=by)
