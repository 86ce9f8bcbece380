from django.db import transaction
from django.utils import timezone

from regulars.conversations.events import MessageSent
from regulars.conversations.models import Delivery, Message
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record


@transaction.atomic
def mark_sent(delivery: Delivery, *, provider_id: str = "") -> None:
    """The provider has taken the message over. `provider_id` is the id it gave, when it gives one."""
    delivery.state, delivery.done_at, delivery.error = Delivery.State.DONE, timezone.now(), ""
    delivery.provider_id = provider_id[:998]
    delivery.save(update_fields=["state", "done_at", "error", "provider_id"])
    message = delivery.message
    message.state = Message.State.SENT
    message.save(update_fields=["state"])
    conversation = message.conversation
    event = MessageSent(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=message.pk, channel=delivery.channel
    )
    record(event, customer=conversation.customer_id, by=SYSTEM)
