from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.conversations.events import MessageFailed
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record

ATTEMPTS = 9  # the last one about 14 hours after the first


@transaction.atomic
def mark_failed(delivery: Delivery, *, error: str, is_final: bool = False) -> None:
    """Handing over did not work: try again later, later each time; after the last try, or a refusal, tell the team."""
    delivery.attempts += 1
    delivery.error = error[:2000]
    if not is_final and delivery.attempts < ATTEMPTS:
        delivery.due_at = timezone.now() + timedelta(seconds=8 * 3 ** (delivery.attempts - 1))
        delivery.is_cleared = False
        delivery.save(update_fields=["attempts", "error", "due_at", "is_cleared"])
        return
    delivery.state, delivery.done_at = Delivery.State.FAILED, timezone.now()
    delivery.save(update_fields=["attempts", "error", "state", "done_at"])
    message = delivery.message
    message.state = Message.State.FAILED
    message.save(update_fields=["state"])
    conversation = message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(undelivered_at=timezone.now(), last_activity_at=timezone.now())
    event = MessageFailed(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=message.pk, channel=delivery.channel
    )
    record(event, customer=conversation.customer_id, by=SYSTEM)
