from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationUntagged
from regulars.conversations.models import Conversation
from regulars.conversations.tagging import tag_name, tag_now
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def untag(conversation: Conversation, *, tag: str, by: By) -> None:
    """Take a tag off. Harmless when it is not there. Raises ValidationError("tag")."""
    tag, conversation = tag_name(tag), locked(conversation)
    if tag not in conversation.tags:
        tag = tag_now(tag)
    if tag not in conversation.tags:
        return
    conversation.tags = [kept for kept in conversation.tags if kept != tag]
    conversation.save(update_fields=["tags"])
    event = ConversationUntagged(conversation=conversation.pk, inbox=conversation.inbox_id, tag=tag)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
