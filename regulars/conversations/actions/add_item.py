from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.checklists import items_of, items_written, put_on
from regulars.conversations.events import ChecklistAdded
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def add_item(conversation: Conversation, *, text: str, by: By) -> None:
    """Put one thing to do on the conversation's checklist. Harmless twice. Raises ValidationError("items")."""
    (text,) = items_written([text])
    conversation = locked(conversation)
    if text in {item.text for item in items_of(conversation)}:
        return
    put_on(conversation, [text])
    event = ChecklistAdded(
        conversation=conversation.pk, inbox=conversation.inbox_id, checklist=_("with one more thing")
    )
    record(event, customer=conversation.customer_id, by=Actor.of(by))
