from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import locked, next_position
from regulars.conversations.events import MessageAcknowledged
from regulars.conversations.leaving import ring
from regulars.conversations.models import Delivery, Message
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record


@transaction.atomic
def acknowledge(message: Message, *, subject: str, text: str, author: str, channel: str) -> Message:
    """Tell whoever wrote this message, by this channel, that it has come. That is no answer: they wait on, and the list shows what they said."""
    conversation = locked(message.conversation)
    now = timezone.now()
    written = Message(
        conversation=conversation,
        position=next_position(conversation),
        kind=Message.Kind.OUT,
        state=Message.State.SENDING,
        channel=channel,
        author_name=author[:200],
        subject=subject[:500],
        text=text,
        visible_text=text,
        recipients={"to": [{"name": message.author_name, "address": message.author_address}], "cc": [], "bcc": []},
        is_automatic=True,
        at=now,
        created_at=now,
    )
    conversation.save(update_fields=["last_position"])
    written.save(force_insert=True)  # its words are not remembered: every search would find every conversation by them
    Delivery.objects.create(message=written, channel=written.channel)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageAcknowledged(**where, message=written.pk, channel=written.channel)
    record(event, customer=conversation.customer_id, by=SYSTEM)
    ring(written.channel)
    return written
