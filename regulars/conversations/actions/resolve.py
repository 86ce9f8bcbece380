from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationResolved
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def resolve(conversation: Conversation, *, by: By) -> None:
    """Hold the matter to be settled. Nobody waits any more; the customer's next letter opens it again."""
    conversation = locked(conversation)
    if not conversation.is_open:
        return
    conversation.status = Conversation.Status.RESOLVED
    conversation.resolved_at = timezone.now()
    conversation.waiting_since = conversation.undelivered_at = None
    conversation.save(update_fields=["status", "resolved_at", "waiting_since", "undelivered_at"])
    event = ConversationResolved(conversation=conversation.pk, inbox=conversation.inbox_id)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
