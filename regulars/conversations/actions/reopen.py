from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationReopened
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def reopen(conversation: Conversation, *, by: By) -> None:
    """Take up a settled matter again. If the customer had the last word, they wait since then."""
    conversation = locked(conversation)
    if conversation.is_open:
        return
    conversation.status = Conversation.Status.OPEN
    conversation.resolved_at = None
    conversation.waiting_since = unanswered_since(conversation)
    conversation.save(update_fields=["status", "resolved_at", "waiting_since"])
    event = ConversationReopened(conversation=conversation.pk, inbox=conversation.inbox_id)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def unanswered_since(conversation: Conversation) -> object:
    spoken = conversation.messages.filter(is_automatic=False)
    answered = (
        spoken.filter(kind=Message.Kind.OUT).order_by("-position").values_list("position", flat=True).first() or 0
    )
    unanswered = spoken.filter(kind=Message.Kind.IN, position__gt=answered).order_by("position").first()
    return unanswered and unanswered.created_at
