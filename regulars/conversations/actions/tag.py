from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationTagged
from regulars.conversations.models import Conversation
from regulars.conversations.tagging import tag_for
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def tag(conversation: Conversation, *, tag: str, by: By) -> None:
    """Put a tag on: a short word or two, kept in lower case; one that was renamed goes by its new name. Harmless twice.

    Raises ValidationError("tag"), also where it is new and this agent may not make new ones, or is not used any more.
    """
    tag = tag_for(tag, by=by)
    conversation = locked(conversation)
    if tag in conversation.tags:
        return
    conversation.tags = sorted([*conversation.tags, tag])
    conversation.save(update_fields=["tags"])
    event = ConversationTagged(conversation=conversation.pk, inbox=conversation.inbox_id, tag=tag)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
