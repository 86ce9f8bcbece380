from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.schedule import answers_now_at
from regulars.conversations.adding import locked
from regulars.conversations.events import MessageHurried
from regulars.conversations.leaving import not_yet_leaving, ring
from regulars.conversations.models import Message
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def send_now(message: Message, *, by: By) -> None:
    """Let an answer that waits for its time, or is held back, leave at once. Raises ValidationError("message") once it may have left."""
    delivery = not_yet_leaving(message)
    if delivery is None:
        raise refusal("message", _("It has left already."), "sent")
    conversation = locked(message.conversation)
    delivery.state, delivery.due_at = delivery.State.WAITING, timezone.now()
    delivery.is_scheduled = delivery.yields = False
    delivery.save(update_fields=["state", "due_at", "is_scheduled", "yields"])
    answers_now_at(message, delivery.due_at)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageHurried(**where, message=message.pk, channel=delivery.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    ring(delivery.channel)
