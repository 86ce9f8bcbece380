from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.asides import asides_of
from regulars.conversations.events import ConversationResolved
from regulars.conversations.models import Conversation
from regulars.conversations.models.named_status import Category
from regulars.conversations.required import demand_fields
from regulars.conversations.statuses import FIELDS, come_to
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record


@transaction.atomic
def resolve(conversation: Conversation, *, by: By) -> None:
    """Hold the matter to be settled. Nobody waits any more; the customer's next letter opens it again.

    Where an agent does so, required fields must say something: raises ValidationError("fields.<key>").
    """
    settle_asides(conversation, by=by)
    conversation = locked(conversation)
    if conversation.is_resolved:
        return
    if agent_of(by):
        demand_fields(conversation)
    come_to(conversation, Category.RESOLVED)
    conversation.solved_by = Actor.of(by).kind
    conversation.save(update_fields=FIELDS)
    event = ConversationResolved(conversation=conversation.pk, inbox=conversation.inbox_id)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def settle_asides(conversation: Conversation, *, by: By) -> None:
    """Whoever else was asked about it need not answer any more. Held before it is, as when they answer."""
    if conversation.side_count:
        for aside in asides_of(conversation).exclude(status=Category.RESOLVED):
            resolve(aside, by=by)
