from django.db import transaction

from regulars.conversations.events import MessageHeld
from regulars.conversations.models import Delivery
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record


@transaction.atomic
def hold(delivery: Delivery) -> None:
    """Do not let an answer leave whose customer has written meanwhile: whoever wrote it looks again. Its row is locked by the caller."""
    delivery.state = Delivery.State.HELD
    delivery.save(update_fields=["state"])
    conversation = delivery.message.conversation
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageHeld(**where, message=delivery.message_id, channel=delivery.channel)
    record(event, customer=conversation.customer_id, by=SYSTEM)
