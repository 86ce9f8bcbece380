from django.db import transaction

from regulars.conversations.actions.wake_up import wake_up
from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationReopened
from regulars.conversations.models import Conversation, Message
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import FIELDS, come_to
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def reopen(conversation: Conversation, *, by: By) -> None:
    """Take up again what was settled, or put away. If the customer had the last word, they wait since then."""
    conversation = locked(conversation)
    if conversation.is_pending:
        wake_up(conversation, by=by)
    if not conversation.is_resolved:
        return
    come_to(conversation, Category.OPEN)
    conversation.waiting_since = unanswered_since(conversation)
    conversation.save(update_fields=FIELDS)
    event = ConversationReopened(conversation=conversation.pk, inbox=conversation.inbox_id)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def unanswered_since(conversation: Conversation) -> object:
    if conversation.side_of_id:  # whom we ask does not wait for us
        return None
    spoken = conversation.messages.filter(is_automatic=False)
    answered = (
        spoken.filter(kind=Message.Kind.OUT).order_by("-position").values_list("position", flat=True).first() or 0
    )
    unanswered = spoken.filter(kind=Message.Kind.IN, position__gt=answered).order_by("position").first()
    return unanswered and unanswered.created_at
