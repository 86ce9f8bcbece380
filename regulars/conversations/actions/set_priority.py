from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import PrioritySet
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def set_priority(conversation: Conversation, *, priority: str, by: By) -> None:
    """Say how urgent this is: low, normal, high or urgent. Raises ValidationError("priority")."""
    if priority not in names():
        raise refusal("priority", _("Choose one of: %s.") % ", ".join(names()))
    level = Conversation.Priority[priority.upper()]
    conversation = locked(conversation)
    if conversation.priority == level:
        return
    before, conversation.priority = Conversation.Priority(conversation.priority).name.lower(), level
    conversation.save(update_fields=["priority"])
    event = PrioritySet(conversation=conversation.pk, inbox=conversation.inbox_id, priority=priority, before=before)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def names() -> list[str]:
    return [name.lower() for name in Conversation.Priority.names]
